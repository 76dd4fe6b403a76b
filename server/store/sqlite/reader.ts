/**
 * Reads the log and what hangs on it, over a read-only connection of its own.
 * @module
 */
// deno-lint-ignore-file require-await -- async for the sake of databases behind a network
import { Buffer } from "node:buffer";
import type { DatabaseSync } from "node:sqlite";
import { applyChange, shown, viewOf } from "../../../shared/fold.ts";
import {
  type ChangeEvent,
  type ListedRoom,
  type LogEvent,
  type MessageEvent,
  type Room,
  RoomId,
} from "../../../shared/protocol/mod.ts";
import * as v from "valibot";
import type {
  Range,
  RangeLimit,
  Reader,
  StoredAccount,
  StoredRoom,
  StoredSession,
} from "../log.ts";
import { openForReading } from "./connection.ts";
import { EVENT_COLUMNS, type EventRow, EVENTS, toEvent } from "./event_row.ts";
import { personColumns, type PersonRow, toPerson } from "./person_row.ts";
import {
  ROOM_COLUMNS,
  type RoomRow,
  ROOMS,
  toListedRoom,
  toRoom,
  toStoredRoom,
} from "./room_row.ts";

/** Bytes of an event's JSON without its text: near enough for a limit. */
const EVENT_OVERHEAD = 200;

export class SqliteReader implements Reader {
  readonly #database: DatabaseSync;
  readonly #oldest;
  readonly #newest;
  readonly #changes;
  readonly #head;
  readonly #session;
  readonly #account;
  readonly #names;
  readonly #roomsOf;
  readonly #roomIdsOf;
  readonly #roomById;
  readonly #ownPrivateRoom;
  readonly #publicRoom;
  readonly #listed;
  readonly #members;

  constructor(folder: string) {
    const database = this.#database = openForReading(folder);
    const inRange = `SELECT ${EVENT_COLUMNS} FROM ${EVENTS}
      WHERE event.room = ? AND event.seq > ? AND event.seq <= ? ORDER BY event.seq`;
    this.#oldest = database.prepare(`${inRange} LIMIT ?`);
    this.#newest = database.prepare(`${inRange} DESC LIMIT ?`);
    this.#changes = database.prepare(
      `SELECT ${EVENT_COLUMNS} FROM ${EVENTS}
       WHERE event.room = ? AND event.target >= ? AND event.target <= ?`,
    );
    this.#head = database.prepare("SELECT head FROM room WHERE id = ?");
    this.#session = database.prepare(
      `SELECT ${personColumns("account")}, account.administrator, session.expires_at FROM session
       JOIN account ON account.id = session.account WHERE session.token_hash = ?`,
    );
    this.#account = database.prepare(
      `SELECT ${personColumns("account")}, administrator, password_hash FROM account
       WHERE name_key = ?`,
    );
    this.#names = database.prepare("SELECT name FROM account WHERE name_key IS NOT NULL");
    this.#roomsOf = database.prepare(
      `SELECT ${ROOM_COLUMNS} FROM ${ROOMS} WHERE me.account IS NOT NULL
       ORDER BY room.kind <> 'public', me.joined_at`,
    );
    this.#roomIdsOf = database.prepare("SELECT room FROM member WHERE account = ?");
    this.#roomById = database.prepare(`SELECT ${ROOM_COLUMNS} FROM ${ROOMS} WHERE room.id = ?2`);
    this.#ownPrivateRoom = database.prepare(
      `SELECT ${ROOM_COLUMNS} FROM member AS me JOIN room ON room.id = me.room
       WHERE me.account = ?1 AND room.kind = 'private' AND room.name = ?2
       ORDER BY me.joined_at LIMIT 1`,
    );
    this.#publicRoom = database.prepare(
      `SELECT ${ROOM_COLUMNS} FROM ${ROOMS} WHERE room.name = ?2 AND room.kind = 'public'`,
    );
    this.#listed = database.prepare(
      `SELECT ${ROOM_COLUMNS},
         (SELECT count(*) FROM member WHERE member.room = room.id) AS members
       FROM ${ROOMS} WHERE room.kind = 'public' OR me.account IS NOT NULL
       ORDER BY members DESC, room.name LIMIT 1000`,
    );
    this.#members = database.prepare("SELECT account FROM member WHERE room = ?");
  }

  async range(room: string, range: Range, limit: RangeLimit): Promise<LogEvent[]> {
    const statement = limit.newestFirst ? this.#newest : this.#oldest;
    const events: LogEvent[] = [];
    let bytes = 0;
    for (const row of statement.iterate(room, range.after, range.upTo, limit.events)) {
      const event = toEvent(room, row as unknown as EventRow);
      bytes += EVENT_OVERHEAD + ("text" in event ? Buffer.byteLength(event.text) : 0);
      if (bytes > limit.bytes && events.length > 0) break;
      events.push(event);
    }
    if (limit.newestFirst) events.reverse();
    return this.#folded(room, events);
  }

  async message(room: string, seq: number): Promise<MessageEvent | undefined> {
    const [event] = await this.range(room, { after: seq - 1, upTo: seq }, { events: 1, bytes: 1 });
    return event?.kind === "message" ? event : undefined;
  }

  /** The messages among these events as they are by now. */
  #folded(room: string, events: LogEvent[]): LogEvent[] {
    if (events.length === 0) return events;
    const views = new Map<number, ReturnType<typeof viewOf>>();
    for (const row of this.#changes.iterate(room, events[0].seq, events[events.length - 1].seq)) {
      const change = toEvent(room, row as unknown as EventRow) as ChangeEvent;
      let view = views.get(change.target);
      if (!view) {
        const event = events.find(({ seq }) => seq === change.target);
        if (event?.kind !== "message") continue;
        view = viewOf(event);
      }
      views.set(change.target, applyChange(view, change));
    }
    if (views.size === 0) return events;
    return events.map((event) => {
      const view = views.get(event.seq);
      return view ? shown(view) : event;
    });
  }

  async head(room: string): Promise<number> {
    return (this.#head.get(room) as { head: number } | undefined)?.head ?? 0;
  }

  async session(tokenHash: string): Promise<StoredSession | undefined> {
    const row = this.#session.get(tokenHash) as
      | PersonRow & { administrator: number; expires_at: number }
      | undefined;
    return row && {
      person: toPerson(row),
      administrator: row.administrator === 1,
      expiresAt: row.expires_at,
    };
  }

  async account(nameKey: string): Promise<StoredAccount | undefined> {
    const row = this.#account.get(nameKey) as
      | PersonRow & { administrator: number; password_hash: string | null }
      | undefined;
    return row && {
      person: toPerson(row),
      administrator: row.administrator === 1,
      passwordHash: row.password_hash ?? undefined,
    };
  }

  async accountNames(): Promise<string[]> {
    return (this.#names.all() as { name: string }[]).map((row) => row.name);
  }

  async roomsOf(account: string): Promise<Room[]> {
    return (this.#roomsOf.all(account) as unknown as RoomRow[]).map(toRoom);
  }

  async roomIdsOf(account: string): Promise<string[]> {
    return (this.#roomIdsOf.all(account) as { room: string }[]).map((row) => row.room);
  }

  async room(ref: string, account: string): Promise<StoredRoom | undefined> {
    const row = v.is(RoomId, ref)
      ? this.#roomById.get(account, ref)
      : this.#ownPrivateRoom.get(account, ref) ?? this.#publicRoom.get(account, ref);
    return row && toStoredRoom(row as unknown as RoomRow);
  }

  async listedRooms(account: string): Promise<ListedRoom[]> {
    const rows = this.#listed.all(account) as unknown as (RoomRow & { members: number })[];
    return rows.map(toListedRoom);
  }

  async members(room: string): Promise<string[]> {
    return (this.#members.all(room) as { account: string }[]).map((row) => row.account);
  }

  close(): void {
    this.#database.close();
  }
}
