/**
 * Writes about webhooks, inside the log's transaction.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import type { Hook } from "../../../shared/protocol/mod.ts";
import { newId } from "../../ids.ts";
import type { HookWrites } from "../writes/hooks.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Audit } from "./audit.ts";
import type { Events } from "./events.ts";
import { HOOK_COLUMNS, type HookRow, toHook } from "./hook_row.ts";
import type { Transaction } from "./transaction.ts";

export class HookWriter {
  readonly handlers: Handlers<keyof HookWrites> = {
    "create-incoming-hook": (write) => this.createIncoming(write),
    "create-outgoing-hook": (write) => this.createOutgoing(write),
    "delete-hook": (write) => this.delete(write),
    "hook-delivered": (write) => this.delivered(write),
    "hook-failed": (write) => this.failed(write),
  };
  readonly #count;
  readonly #insertAccount;
  readonly #insertIncoming;
  readonly #insertOutgoing;
  readonly #delete;
  readonly #delivered;
  readonly #failed;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {
    this.#count = database.prepare("SELECT count(*) AS n FROM hook WHERE room = ?");
    this.#insertAccount = database.prepare(
      "INSERT INTO account (id, name, created_at, bot) VALUES (?, ?, ?, 1)",
    );
    this.#insertIncoming = database.prepare(
      `INSERT INTO hook (id, kind, room, name, created_at, account, secret_hash)
       VALUES (?, 'incoming', ?, ?, ?, ?, ?) RETURNING ${HOOK_COLUMNS}`,
    );
    this.#insertOutgoing = database.prepare(
      `INSERT INTO hook (id, kind, room, name, created_at, url, secret, cursor, try_at)
       VALUES (?1, 'outgoing', ?2, ?3, ?4, ?5, ?6, ?7, ?4) RETURNING ${HOOK_COLUMNS}`,
    );
    this.#delete = database.prepare(
      "DELETE FROM hook WHERE id = ? AND room = ? RETURNING name",
    );
    this.#delivered = database.prepare(
      `UPDATE hook SET cursor = ?1, failures = 0, error = NULL, try_at = ?2
       WHERE id = ?3 AND cursor < ?1`,
    );
    this.#failed = database.prepare(
      "UPDATE hook SET failures = failures + 1, error = ?, try_at = ? WHERE id = ?",
    );
  }

  /** Its messages are by an account of its own, which has no name in the name space: nobody can be it. */
  *createIncoming(write: WriteOf<"create-incoming-hook">): Steps<Outcomes["create-incoming-hook"]> {
    const { room, name, secretHash } = write;
    yield* this.#hasSpace(room);
    const { now } = this.transaction;
    const account = newId("U");
    yield* this.#insertAccount.run(account, name, now);
    const row = yield* this.#insertIncoming.get(newId("H"), room, name, now, account, secretHash);
    return { hook: yield* this.#noted(write, row) };
  }

  *createOutgoing(write: WriteOf<"create-outgoing-hook">): Steps<Outcomes["create-outgoing-hook"]> {
    const { room, name, url, secret } = write;
    yield* this.#hasSpace(room);
    const { now } = this.transaction;
    const head = yield* this.events.head(room);
    const row = yield* this.#insertOutgoing.get(newId("H"), room, name, now, url, secret, head);
    return { hook: yield* this.#noted(write, row) };
  }

  /** What an incoming one wrote stays, and so does the account that it is by. */
  *delete(write: WriteOf<"delete-hook">): Steps<Outcomes["delete-hook"]> {
    const { actor, room, hook } = write;
    const row = (yield* this.#delete.get(hook, room)) as { name: string } | undefined;
    if (!row) throw new ParleyError("not-found", "This room has no such webhook.");
    yield* this.audit.note({ actor, action: write.kind, room, detail: row.name });
    return {};
  }

  *delivered(write: WriteOf<"hook-delivered">): Steps<Outcomes["hook-delivered"]> {
    yield* this.#delivered.run(write.cursor, this.transaction.now, write.hook);
    return {};
  }

  *failed(write: WriteOf<"hook-failed">): Steps<Outcomes["hook-failed"]> {
    yield* this.#failed.run(write.error, write.tryAt ?? null, write.hook);
    return {};
  }

  *#hasSpace(room: string): Steps<void> {
    const { n } = (yield* this.#count.get(room)) as { n: number };
    if (n < limits.hooksPerRoom) return;
    throw new ParleyError(
      "conflict",
      `This room has ${n} webhooks, which is the most. Delete one that is not needed any more.`,
    );
  }

  *#noted(
    write: WriteOf<"create-incoming-hook" | "create-outgoing-hook">,
    row: Record<string, unknown> | undefined,
  ): Steps<Hook> {
    const { actor, kind, room, name } = write;
    yield* this.audit.note({ actor, action: kind, room, detail: name });
    return toHook(row as unknown as HookRow);
  }
}
