/**
 * Writes about accounts, sessions and invitations, inside the log's transaction.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import type { Person } from "../../../shared/protocol/mod.ts";
import { newId } from "../../ids.ts";
import type { AccountWrites, NewSession } from "../writes/accounts.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import { personColumns, type PersonRow, toPerson } from "./person_row.ts";
import type { RoomWriter } from "./rooms.ts";
import type { Transaction } from "./transaction.ts";

export class AccountWriter {
  readonly handlers: Handlers<keyof AccountWrites> = {
    "register": (write) => this.register(write),
    "open-session": (write) => this.openSession(write),
    "end-session": (write) => this.endSession(write),
    "release-guest": (write) => this.release(write.account),
    "invite-to-server": (write) => this.invite(write),
  };
  readonly #insertAccount;
  readonly #taken;
  readonly #insertSession;
  readonly #findSession;
  readonly #deleteSession;
  readonly #deleteSessionsOf;
  readonly #deleteExpired;
  readonly #useInvitation;
  readonly #insertInvitation;
  readonly #releaseName;
  readonly #guests;

  constructor(
    database: DatabaseSync,
    private readonly transaction: Transaction,
    private readonly rooms: RoomWriter,
  ) {
    this.#insertAccount = database.prepare(
      `INSERT INTO account (id, name, name_key, skeleton, password_hash, guest, created_at,
         administrator)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,
         ?6 = 0 AND NOT EXISTS (SELECT 1 FROM account WHERE administrator = 1))`,
    );
    this.#taken = database.prepare("SELECT name FROM account WHERE name_key = ? OR skeleton = ?");
    this.#insertSession = database.prepare(
      "INSERT INTO session (token_hash, account, created_at, expires_at) VALUES (?, ?, ?, ?)",
    );
    this.#findSession = database.prepare(
      `SELECT ${personColumns("account")} FROM session
       JOIN account ON account.id = session.account WHERE token_hash = ?`,
    );
    this.#deleteSession = database.prepare("DELETE FROM session WHERE token_hash = ?");
    this.#deleteSessionsOf = database.prepare(
      "DELETE FROM session WHERE account = ? RETURNING token_hash",
    );
    this.#deleteExpired = database.prepare(
      "DELETE FROM session WHERE account = ? AND expires_at <= ?",
    );
    this.#useInvitation = database.prepare(
      `UPDATE invitation SET uses_left = uses_left - 1
       WHERE code_hash = ? AND room IS NULL AND uses_left > 0 AND expires_at > ?`,
    );
    this.#insertInvitation = database.prepare(
      "INSERT INTO invitation (code_hash, uses_left, expires_at) VALUES (?, ?, ?)",
    );
    this.#releaseName = database.prepare(
      "UPDATE account SET name_key = NULL, skeleton = NULL WHERE id = ?",
    );
    this.#guests = database.prepare(
      `SELECT ${personColumns("account")} FROM account WHERE guest = 1 AND name_key IS NOT NULL`,
    );
  }

  /** Makes the account and its first session, and lets it enter the lobby. */
  register(write: WriteOf<"register">): Outcomes["register"] {
    const { name } = write;
    const now = this.transaction.now;
    const taken = this.#taken.get(name.key, name.skeleton) as { name: string } | undefined;
    if (taken) {
      const twin = taken.name.toLowerCase() === name.display.toLowerCase()
        ? `The name ${name.display} is taken.`
        : `The name ${name.display} looks too much like ${taken.name}, which is taken.`;
      throw new ParleyError("name-taken", `${twin} Choose another one.`);
    }
    if (write.invitationHash !== undefined) {
      const used = this.#useInvitation.run(write.invitationHash, now);
      if (Number(used.changes) === 0) {
        throw new ParleyError(
          "invitation-required",
          "This invitation is unknown, used up or expired. Ask the server's operator for a new one.",
        );
      }
    }
    const guest = write.passwordHash === undefined;
    const person: Person = { id: newId("U"), name: name.display };
    if (guest) person.guest = true;
    this.#insertAccount.run(
      person.id,
      name.display,
      name.key,
      name.skeleton,
      write.passwordHash ?? null,
      guest ? 1 : 0,
      now,
    );
    this.#addSession(person.id, write.session);
    this.rooms.enterLobby(person);
    return { person };
  }

  openSession(write: WriteOf<"open-session">): Outcomes["open-session"] {
    this.#deleteExpired.run(write.account, this.transaction.now);
    this.#addSession(write.account, write.session);
    return {};
  }

  endSession(write: WriteOf<"end-session">): Outcomes["end-session"] {
    const row = this.#findSession.get(write.tokenHash) as unknown as PersonRow | undefined;
    this.#deleteSession.run(write.tokenHash);
    this.transaction.done.endedSessions.push(write.tokenHash);
    if (row?.guest) this.release(row.id);
    return {};
  }

  /** Lets a guest leave its rooms, frees its name, ends its sessions. */
  release(account: string): Record<string, never> {
    const guest = this.guests().find((person) => person.id === account);
    if (!guest) return {};
    this.rooms.leaveAll(guest);
    this.#releaseName.run(account);
    const ended = this.#deleteSessionsOf.all(account) as { token_hash: string }[];
    this.transaction.done.endedSessions.push(...ended.map((row) => row.token_hash));
    return {};
  }

  invite(write: WriteOf<"invite-to-server">): Outcomes["invite-to-server"] {
    this.#insertInvitation.run(write.codeHash, write.uses, write.expiresAt);
    return {};
  }

  guests(): Person[] {
    return (this.#guests.all() as unknown as PersonRow[]).map(toPerson);
  }

  #addSession(account: string, session: NewSession): void {
    const { tokenHash, expiresAt } = session;
    this.#insertSession.run(tokenHash, account, this.transaction.now, expiresAt);
  }
}
