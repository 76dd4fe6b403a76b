/**
 * Writes about accounts, sessions and invitations, inside the log's transaction.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import type { Person } from "../../../shared/protocol/mod.ts";
import { newId } from "../../ids.ts";
import type { EndSession, Invite, NewSession, OpenSession, Register } from "../log.ts";

/** Who an account row is, as others see it. */
export function toPerson(row: { id: string; name: string; guest: number }): Person {
  return row.guest ? { id: row.id, name: row.name, guest: true } : { id: row.id, name: row.name };
}

export class AccountWrites {
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

  constructor(database: DatabaseSync) {
    this.#insertAccount = database.prepare(
      `INSERT INTO account (id, name, name_key, skeleton, password_hash, guest, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#taken = database.prepare("SELECT name FROM account WHERE name_key = ? OR skeleton = ?");
    this.#insertSession = database.prepare(
      "INSERT INTO session (token_hash, account, created_at, expires_at) VALUES (?, ?, ?, ?)",
    );
    this.#findSession = database.prepare(
      `SELECT account.id, account.name, account.guest FROM session
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
       WHERE code_hash = ? AND uses_left > 0 AND expires_at > ?`,
    );
    this.#insertInvitation = database.prepare(
      "INSERT INTO invitation (code_hash, uses_left, expires_at) VALUES (?, ?, ?)",
    );
    this.#releaseName = database.prepare(
      "UPDATE account SET name_key = NULL, skeleton = NULL WHERE id = ?",
    );
    this.#guests = database.prepare(
      "SELECT id, name, guest FROM account WHERE guest = 1 AND name_key IS NOT NULL",
    );
  }

  /** Makes the account and its first session. The caller lets it enter the lobby. */
  register(write: Register, now: number): Person {
    const { name } = write;
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
    const id = newId("U");
    this.#insertAccount.run(
      id,
      name.display,
      name.key,
      name.skeleton,
      write.passwordHash ?? null,
      guest ? 1 : 0,
      now,
    );
    this.#addSession(id, write.session, now);
    return toPerson({ id, name: name.display, guest: guest ? 1 : 0 });
  }

  openSession(write: OpenSession, now: number): void {
    this.#deleteExpired.run(write.account, now);
    this.#addSession(write.account, write.session, now);
  }

  /** Ends the session. @returns whose it was, if there was one. */
  endSession(write: EndSession): Person | undefined {
    const row = this.#findSession.get(write.tokenHash);
    this.#deleteSession.run(write.tokenHash);
    return row && toPerson(row as Parameters<typeof toPerson>[0]);
  }

  /** Frees a guest's name. @returns the token hashes of the sessions that ended with it. */
  release(account: string): string[] {
    this.#releaseName.run(account);
    const ended = this.#deleteSessionsOf.all(account) as { token_hash: string }[];
    return ended.map((row) => row.token_hash);
  }

  invite(write: Invite): void {
    this.#insertInvitation.run(write.codeHash, write.uses, write.expiresAt);
  }

  guests(): Person[] {
    return (this.#guests.all() as Parameters<typeof toPerson>[0][]).map(toPerson);
  }

  #addSession(account: string, session: NewSession, now: number): void {
    this.#insertSession.run(session.tokenHash, account, now, session.expiresAt);
  }
}
