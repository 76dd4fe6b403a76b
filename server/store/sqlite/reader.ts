/**
 * Reads the log and what hangs on it, over a read-only connection of its own.
 * @module
 */
// deno-lint-ignore-file require-await -- async for the sake of databases behind a network
import type { DatabaseSync } from "node:sqlite";
import {
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
import { Folding, sizeOf } from "./folding.ts";
import { SqliteHookReader } from "./hooks_reader.ts";
import { SqliteModerationReader } from "./moderation_reader.ts";
import { SqliteMessageReader } from "./messages_reader.ts";
import { SqlitePeopleReader } from "./people_reader.ts";
import { personColumns, type PersonRow, toPerson } from "./person_row.ts";
import { SqliteSearchReader } from "./search_reader.ts";
import { ROOM_COLUMNS, type RoomRow, ROOMS, toRoom, toStoredRoom } from "./room_row.ts";
import { SqliteRoomReader } from "./rooms_reader.ts";
import { SESSION_COLUMNS, type SessionRow, toGranted } from "./session_row.ts";

/** The first of these events that have so many bytes, one at the least. */
function within(most: number, events: Iterable<LogEvent>): LogEvent[] {
  const kept: LogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += sizeOf(event);
    if (bytes > most && kept.length > 0) break;
    kept.push(event);
  }
  return kept;
}

export class SqliteReader implements Reader {
  readonly messages: SqliteMessageReader;
  readonly moderation: SqliteModerationReader;
  readonly hooks: SqliteHookReader;
  readonly search: SqliteSearchReader;
  readonly rooms: SqliteRoomReader;
  readonly people: SqlitePeopleReader;
  readonly #database: DatabaseSync;
  readonly #oldest;
  readonly #newest;
  readonly #folding: Folding;
  readonly #head;
  readonly #session;
  readonly #account;
  readonly #names;
  readonly #roomsOf;
  readonly #roomIdsOf;
  readonly #roomById;
  readonly #ownPrivateRoom;
  readonly #publicRoom;
  readonly #members;

  constructor(folder: string) {
    const database = this.#database = openForReading(folder);
    this.moderation = new SqliteModerationReader(database);
    this.hooks = new SqliteHookReader(database);
    this.search = new SqliteSearchReader(database);
    this.rooms = new SqliteRoomReader(database);
    this.people = new SqlitePeopleReader(database);
    const inRange = `SELECT ${EVENT_COLUMNS} FROM ${EVENTS}
      WHERE event.room = ? AND event.seq > ? AND event.seq <= ? ORDER BY event.seq`;
    this.#oldest = database.prepare(`${inRange} LIMIT ?`);
    this.#newest = database.prepare(`${inRange} DESC LIMIT ?`);
    this.#folding = new Folding(database);
    this.messages = new SqliteMessageReader(database, this.#folding);
    this.#head = database.prepare("SELECT head FROM room WHERE id = ?");
    this.#session = database.prepare(
      `SELECT ${personColumns("account")}, account.administrator, ${SESSION_COLUMNS} FROM session
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
    this.#members = database.prepare("SELECT account FROM member WHERE room = ?");
  }

  async range(room: string, range: Range, limit: RangeLimit): Promise<LogEvent[]> {
    const statement = limit.newestFirst ? this.#newest : this.#oldest;
    const rows = statement.iterate(room, range.after, range.upTo, limit.events);
    const events = within(
      limit.bytes,
      rows.map((row) => toEvent(room, row as unknown as EventRow)),
    );
    if (limit.newestFirst) events.reverse();
    const folded = this.#folding.fold(room, events);
    // What was folded in makes them larger.
    if (!limit.newestFirst) return within(limit.bytes, folded);
    return within(limit.bytes, folded.reverse()).reverse();
  }

  async message(room: string, seq: number): Promise<MessageEvent | undefined> {
    return this.#folding.history(room, seq)?.message;
  }

  async head(room: string): Promise<number> {
    return (this.#head.get(room) as { head: number } | undefined)?.head ?? 0;
  }

  async session(tokenHash: string): Promise<StoredSession | undefined> {
    const row = this.#session.get(tokenHash) as
      | PersonRow & SessionRow & { administrator: number }
      | undefined;
    return row && {
      person: toPerson(row),
      administrator: row.administrator === 1,
      ...toGranted(row),
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

  async members(room: string): Promise<string[]> {
    return (this.#members.all(room) as { account: string }[]).map((row) => row.account);
  }

  close(): void {
    this.#database.close();
  }
}
