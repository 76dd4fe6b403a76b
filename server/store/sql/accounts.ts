/**
 * Makes accounts and guests, and lets guests go, inside the log's transaction.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import type { Person } from "../../../shared/protocol/mod.ts";
import { newId } from "../../ids.ts";
import type { Administrators } from "./administrators.ts";
import type { Audit } from "./audit.ts";
import { type Restrictions, SERVER } from "./restrictions.ts";
import type { AccountWrites } from "../writes/accounts.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Names } from "./names.ts";
import { personColumns, type PersonRow, toPerson } from "./person_row.ts";
import type { RoomWriter } from "./rooms.ts";
import type { Sessions } from "./sessions.ts";
import type { Transaction } from "./transaction.ts";

export class AccountWriter {
  readonly handlers: Handlers<keyof AccountWrites> = {
    "register": (write) => this.register(write),
    "end-session": (write) => this.endSession(write),
    "release-guest": (write) => this.release(write.account),
  };
  readonly #insertAccount;
  readonly #findSession;
  readonly #useInvitation;
  readonly #releaseName;
  readonly #guests;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly rooms: RoomWriter,
    private readonly restrictions: Restrictions,
    private readonly administrators: Administrators,
    private readonly names: Names,
    private readonly sessions: Sessions,
    private readonly audit: Audit,
  ) {
    this.#insertAccount = database.prepare(
      `INSERT INTO account (id, name, name_key, skeleton, password_hash, guest, created_at,
         administrator)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#findSession = database.prepare(
      `SELECT ${personColumns("account")} FROM session
       JOIN account ON account.id = session.account WHERE token_hash = ?`,
    );
    this.#useInvitation = database.prepare(
      `UPDATE invitation SET uses_left = uses_left - 1
       WHERE code_hash = ? AND room IS NULL AND uses_left > 0 AND expires_at > ?`,
    );
    this.#releaseName = database.prepare(
      "UPDATE account SET name_key = NULL, skeleton = NULL WHERE id = ?",
    );
    this.#guests = database.prepare(
      `SELECT ${personColumns("account")} FROM account WHERE guest = 1 AND name_key IS NOT NULL`,
    );
  }

  /** Makes the account and its first session, and lets it enter the lobby. */
  *register(write: WriteOf<"register">): Steps<Outcomes["register"]> {
    const { name } = write;
    const now = this.transaction.now;
    const refusal = yield* this.restrictions.judgeNetwork(SERVER, write.network);
    if (refusal) throw refusal;
    // Before the name is judged: whoever has none doesn't learn which are taken.
    if (write.invitationHash !== undefined) {
      const used = yield* this.#useInvitation.run(write.invitationHash, now);
      if (Number(used.changes) === 0) {
        throw new ParleyError(
          "invitation-required",
          "This invitation is unknown, used up or expired. Ask the server's operator for a new one.",
        );
      }
    }
    yield* this.names.checkFree(name);
    const guest = write.passwordHash === undefined;
    const person: Person = { id: newId("U"), name: name.display };
    if (guest) person.guest = true;
    yield* this.#insertAccount.run(
      person.id,
      name.display,
      name.key,
      name.skeleton,
      write.passwordHash ?? null,
      guest ? 1 : 0,
      now,
      !guest && (yield* this.administrators.includesNew(name.key)) ? 1 : 0,
    );
    if (guest && write.network !== undefined) {
      this.restrictions.noteNetwork(person.id, write.network);
    }
    yield* this.sessions.add(person.id, write.session);
    if (write.lobby !== false) yield* this.rooms.enterLobby(person);
    if (write.byOperator) yield* this.audit.note({ action: "create-user", person: person.id });
    return { person };
  }

  *endSession(write: WriteOf<"end-session">): Steps<Outcomes["end-session"]> {
    const row = (yield* this.#findSession.get(write.tokenHash)) as unknown as PersonRow | undefined;
    yield* this.sessions.end(write.tokenHash);
    if (row?.guest) yield* this.release(row.id);
    return {};
  }

  /** Lets a guest leave its rooms, frees its name, ends its sessions. */
  *release(account: string): Steps<Record<string, never>> {
    this.restrictions.forgetNetwork(account);
    const guest = (yield* this.guests()).find((person) => person.id === account);
    if (!guest) return {};
    yield* this.rooms.leaveAll(guest);
    yield* this.#releaseName.run(account);
    yield* this.sessions.endAll(account);
    this.transaction.done.strangers.push({ account });
    return {};
  }

  *guests(): Steps<Person[]> {
    return ((yield* this.#guests.all()) as unknown as PersonRow[]).map(toPerson);
  }
}
