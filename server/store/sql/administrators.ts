/**
 * Who administers the server and whom they let register, inside the log's transaction.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import { newId } from "../../ids.ts";
import type { AdministratorWrites } from "../writes/administrators.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Audit } from "./audit.ts";
import { INVITATION_ID } from "./invitation_row.ts";
import type { Transaction } from "./transaction.ts";

interface Found {
  administrator: number;
  guest: number;
  bot: number;
}

export class Administrators {
  readonly handlers: Handlers<keyof AdministratorWrites> = {
    "set-administrator": (write) => this.set(write),
    "invite-to-server": (write) => this.invite(write),
    "revoke-server-invitation": (write) => this.revokeInvitation(write),
  };
  readonly #find;
  readonly #others;
  readonly #update;
  readonly #findOwner;
  readonly #insertInvitation;
  readonly #deleteInvitation;

  /** @param owner name key of the account that administers; without it, the first account does. */
  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly audit: Audit,
    private readonly owner?: string,
  ) {
    this.#find = database.prepare("SELECT administrator, guest, bot FROM account WHERE id = ?");
    this.#others = database.prepare(
      "SELECT count(*) AS n FROM account WHERE administrator = 1 AND deleted = 0 AND id <> ?",
    );
    this.#update = database.prepare("UPDATE account SET administrator = ? WHERE id = ?");
    this.#findOwner = database.prepare(
      "SELECT id FROM account WHERE name_key = ? AND guest = 0 AND administrator = 0",
    );
    this.#insertInvitation = database.prepare(
      `INSERT INTO invitation (code_hash, uses_left, expires_at, id, by_account)
       VALUES (?, ?, ?, ?, ?)`,
    );
    this.#deleteInvitation = database.prepare(
      `DELETE FROM invitation WHERE room IS NULL AND ${INVITATION_ID} = ? RETURNING by_account`,
    );
  }

  /** Makes the `owner` an administrator, if that account is there already. */
  *ensureOwner(now: number): Steps<void> {
    if (this.owner === undefined) return;
    const found = (yield* this.#findOwner.get(this.owner)) as { id: string } | undefined;
    if (!found) return;
    this.transaction.begin(now);
    yield* this.#update.run(1, found.id);
    yield* this.audit.note({
      action: "set-administrator",
      person: found.id,
      detail: "on: --owner",
    });
  }

  /** True if an account that is about to be made is an administrator from the start. */
  *includesNew(nameKey: string): Steps<boolean> {
    return this.owner === undefined ? !(yield* this.hasOthers("")) : nameKey === this.owner;
  }

  /** True if there is an administrator besides this account. */
  *hasOthers(account: string): Steps<boolean> {
    return ((yield* this.#others.get(account)) as { n: number }).n > 0;
  }

  *is(account: string): Steps<boolean> {
    return ((yield* this.#find.get(account)) as Found | undefined)?.administrator === 1;
  }

  *set(write: WriteOf<"set-administrator">): Steps<Outcomes["set-administrator"]> {
    const { actor, person, on } = write;
    const found = (yield* this.#find.get(person.id)) as Found | undefined;
    if (!found) throw new ParleyError("not-found", "There is no such account any more.");
    if (on && (found.guest || found.bot)) {
      throw new ParleyError("conflict", "Only an account of a person can be an administrator.");
    }
    if (!on && found.administrator && !(yield* this.hasOthers(person.id))) {
      throw new ParleyError(
        "conflict",
        "This is the only administrator. Make somebody else one first.",
      );
    }
    if ((found.administrator === 1) === on) return {};
    yield* this.#update.run(on ? 1 : 0, person.id);
    // The connections that are open go by it from now on.
    this.transaction.done.people.push({ person, rooms: [] });
    yield* this.audit.note({
      actor: actor.id,
      action: "set-administrator",
      person: person.id,
      detail: on ? "on" : "off",
    });
    return {};
  }

  *invite(write: WriteOf<"invite-to-server">): Steps<Outcomes["invite-to-server"]> {
    const { codeHash, uses, expiresAt, by } = write;
    const id = newId("I");
    yield* this.#insertInvitation.run(codeHash, uses, expiresAt, id, by ?? null);
    yield* this.audit.note({
      actor: by,
      action: "create-server-invitation",
      detail: `uses: ${uses}`,
    });
    return { id };
  }

  *revokeInvitation(
    { by, invitation }: WriteOf<"revoke-server-invitation">,
  ): Steps<Outcomes["revoke-server-invitation"]> {
    const gone = (yield* this.#deleteInvitation.get(invitation)) as
      | { by_account: string | null }
      | undefined;
    if (!gone) {
      throw new ParleyError("not-found", "There is no such invitation to this server.");
    }
    yield* this.audit.note({
      actor: by,
      action: "revoke-server-invitation",
      person: gone.by_account ?? undefined,
      detail: invitation,
    });
    return {};
  }
}
