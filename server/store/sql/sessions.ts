/**
 * Log-ins and API tokens, inside the log's transaction.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { newId } from "../../ids.ts";
import type { NewSession, SessionWrites } from "../writes/sessions.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import { type Restrictions, SERVER } from "./restrictions.ts";
import type { Transaction } from "./transaction.ts";

type Kind = "session" | "token";

export class Sessions {
  readonly handlers: Handlers<keyof SessionWrites> = {
    "open-session": (write) => this.openSession(write),
    "touch-session": (write) => this.touch(write),
    "revoke-session": (write) => this.revoke(write.account, "session", write.session),
    "revoke-other-sessions": (write) => this.revokeOthers(write),
    "create-token": (write) => this.createToken(write),
    "revoke-token": (write) => this.revoke(write.account, "token", write.token),
  };
  readonly #insert;
  readonly #insertToken;
  readonly #countTokens;
  readonly #isOf;
  readonly #passwordHash;
  readonly #renewHash;
  readonly #touch;
  readonly #revoke;
  readonly #end;
  readonly #endAll;
  readonly #dropExpired;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly restrictions: Restrictions,
  ) {
    this.#insert = database.prepare(
      `INSERT INTO session (token_hash, id, account, created_at, last_seen_at, expires_at)
       VALUES (?1, ?2, ?3, ?4, ?4, ?5)`,
    );
    this.#insertToken = database.prepare(
      `INSERT INTO session (token_hash, id, account, created_at, last_seen_at, expires_at, kind, name,
         scopes, rooms)
       VALUES (?1, ?2, ?3, ?4, ?4, ?5, 'token', ?6, ?7, ?8)`,
    );
    this.#countTokens = database.prepare(
      "SELECT count(*) AS n FROM session WHERE account = ? AND kind = 'token'",
    );
    this.#isOf = database.prepare("SELECT 1 FROM session WHERE token_hash = ? AND account = ?");
    this.#passwordHash = database.prepare("SELECT password_hash AS hash FROM account WHERE id = ?");
    this.#renewHash = database.prepare("UPDATE account SET password_hash = ? WHERE id = ?");
    this.#touch = database.prepare(
      `UPDATE session SET last_seen_at = ?1, client = coalesce(?3, client)
       WHERE token_hash = ?2 AND (last_seen_at + ${limits.seenInterval} <= ?1 OR client <> ?3)`,
    );
    this.#revoke = database.prepare(
      "DELETE FROM session WHERE id = ? AND account = ? AND kind = ? RETURNING token_hash",
    );
    this.#end = database.prepare("DELETE FROM session WHERE token_hash = ? RETURNING token_hash");
    this.#endAll = database.prepare(
      `DELETE FROM session WHERE account = ?1 AND token_hash <> ?2 AND (kind = ?3 OR ?3 IS NULL)
       RETURNING token_hash`,
    );
    this.#dropExpired = database.prepare(
      "DELETE FROM session WHERE account = ? AND expires_at <= ?",
    );
  }

  /** Adds a log-in of an account. */
  *add(account: string, { tokenHash, expiresAt }: NewSession): Steps<void> {
    yield* this.#insert.run(tokenHash, newId("S"), account, this.transaction.now, expiresAt);
  }

  /** Ends one, by its token's hash. */
  *end(tokenHash: string): Steps<void> {
    this.#tell(yield* this.#end.all(tokenHash));
  }

  /** Ends all log-ins and API tokens of an account, but for the one with the hash `keep`. */
  *endAll(account: string, keep = ""): Steps<void> {
    this.#tell(yield* this.#endAll.all(account, keep, null));
  }

  *openSession(write: WriteOf<"open-session">): Steps<Outcomes["open-session"]> {
    const { account, passwordHash, newHash, session } = write;
    const refusal = yield* this.restrictions.judgeEntry(SERVER, account);
    if (refusal) throw refusal;
    if ((yield* this.passwordHashOf(account)) !== passwordHash) {
      throw new ParleyError("wrong-password", "The password was changed just now. Log in again.");
    }
    if (newHash !== undefined) yield* this.#renewHash.run(newHash, account);
    yield* this.#dropExpired.run(account, this.transaction.now);
    yield* this.add(account, session);
    return {};
  }

  /** What the account's password is checked with; undefined for a guest and for who is gone. */
  *passwordHashOf(account: string): Steps<string | undefined> {
    const row = (yield* this.#passwordHash.get(account)) as { hash: string | null } | undefined;
    return row?.hash ?? undefined;
  }

  *touch({ tokenHash, client }: WriteOf<"touch-session">): Steps<Outcomes["touch-session"]> {
    yield* this.#touch.run(this.transaction.now, tokenHash, client ?? null);
    return {};
  }

  *revoke(account: string, kind: Kind, id: string): Steps<Record<string, never>> {
    const ended = yield* this.#revoke.all(id, account, kind);
    if (ended.length === 0) {
      const noun = kind === "session" ? "session" : "API token";
      throw new ParleyError("not-found", `You have no such ${noun}; perhaps it has ended already.`);
    }
    this.#tell(ended);
    return {};
  }

  *revokeOthers(write: WriteOf<"revoke-other-sessions">): Steps<Outcomes["revoke-other-sessions"]> {
    this.#tell(yield* this.#endAll.all(write.account, write.keep, "session"));
    return {};
  }

  *createToken({ account, by, token }: WriteOf<"create-token">): Steps<Outcomes["create-token"]> {
    const { tokenHash, name, scopes, rooms, expiresAt } = token;
    const now = this.transaction.now;
    // Whoever is being shut out must not leave itself a way back in.
    if (!(yield* this.#isOf.get(by, account))) {
      throw new ParleyError("not-signed-in", "This session has ended. Log in again.");
    }
    yield* this.#dropExpired.run(account, now);
    const { n } = (yield* this.#countTokens.get(account)) as { n: number };
    if (n >= limits.tokensPerAccount) {
      throw new ParleyError(
        "conflict",
        `You have ${n} API tokens, which is the most. Revoke one first.`,
      );
    }
    const id = newId("T");
    yield* this.#insertToken.run(
      tokenHash,
      id,
      account,
      now,
      expiresAt,
      name,
      JSON.stringify(scopes),
      rooms ? JSON.stringify(rooms) : null,
    );
    return { info: { id, name, scopes, rooms, createdAt: now, lastSeenAt: now, expiresAt } };
  }

  #tell(ended: unknown[]): void {
    const hashes = (ended as { token_hash: string }[]).map((row) => row.token_hash);
    this.transaction.done.endedSessions.push(...hashes);
  }
}
