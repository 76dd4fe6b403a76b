/**
 * Reads webhooks.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import type { Reads } from "./reads.ts";
import type { Hook } from "../../../shared/protocol/mod.ts";
import type { DueHook, HookReader, IncomingHook } from "../readers/hooks.ts";
import { type Page, type PageQuery, toPage } from "../readers/page.ts";
import { HOOK_COLUMNS, type HookRow, toHook } from "./hook_row.ts";
import { personColumns, type PersonRow, toPerson } from "./person_row.ts";

type IncomingRow = PersonRow & { room: string; secret_hash: string };
type DueRow = Omit<DueHook, "room"> & { room: string; room_name: string };

export class HookReads implements Reads<HookReader> {
  readonly #ofRoom;
  readonly #incoming;
  readonly #due;

  constructor(database: Database) {
    this.#ofRoom = database.prepare(
      `SELECT ${HOOK_COLUMNS} FROM hook WHERE room = ? AND -number > ? ORDER BY number DESC LIMIT ?`,
    );
    this.#incoming = database.prepare(
      `SELECT hook.room, hook.secret_hash, ${personColumns("account")} FROM hook
       JOIN account ON account.id = hook.account WHERE hook.id = ?`,
    );
    this.#due = database.prepare(
      `SELECT hook.id, hook.name, hook.room, room.name AS room_name, hook.url, hook.secret,
         hook.cursor, room.head, hook.failures
       FROM hook JOIN room ON room.id = hook.room
       WHERE hook.try_at <= ? AND hook.cursor < room.head ORDER BY hook.try_at LIMIT ?`,
    );
  }

  *ofRoom(room: string, { after, limit }: PageQuery): Steps<Page<Hook>> {
    const rows = yield* this.#ofRoom.all(room, after?.[0] ?? -Number.MAX_SAFE_INTEGER, limit + 1);
    return toPage(rows as unknown as HookRow[], limit, toHook, ({ number }) => [-number]);
  }

  *incoming(id: string): Steps<IncomingHook | undefined> {
    const row = (yield* this.#incoming.get(id)) as unknown as IncomingRow | undefined;
    return row && { id, room: row.room, author: toPerson(row), secretHash: row.secret_hash };
  }

  *due(now: number, limit: number): Steps<DueHook[]> {
    const rows = (yield* this.#due.all(now, limit)) as unknown as DueRow[];
    return rows.map(({ room, room_name: name, ...rest }) => ({
      ...rest,
      room: { id: room, name },
    }));
  }
}
