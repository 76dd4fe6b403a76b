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
import { EventRanges } from "./event_ranges.ts";
import { Folding } from "./folding.ts";
import { SqliteHookReader } from "./hooks_reader.ts";
import { SqliteModerationReader } from "./moderation_reader.ts";
import { SqliteMessageReader } from "./messages_reader.ts";
import { SqlitePeopleReader } from "./people_reader.ts";
import { personColumns, type PersonRow, toPerson } from "./person_row.ts";
import { SqliteSearchReader } from "./search_reader.ts";
import { ROOM_COLUMNS, type RoomRow, ROOMS, toRoom, toStoredRoom } from "./room_row.ts";
import { SqliteRoomReader } from "./rooms_reader.ts";
import { SESSION_COLUMNS, type SessionRow, toGranted } from "./session_row.ts";

export class SqliteReader implements Reader {
  readonly messages: SqliteMessageReader;
  readonly moderation: SqliteModerationReader;
  readonly hooks: SqliteHookReader;
  readonly search: SqliteSearchReader;
  readonly rooms: SqliteRoomReader;
  readonly people: SqlitePeopleReader;
  readonly #database: DatabaseSync;
  readonly #folding: Folding;
  readonly #ranges: EventRanges;
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
    this.#folding = new Folding(database);
    this.#ranges = new EventRanges(database, this.#folding);
    this.messages = new SqliteMessageReader(database, this.#folding);
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
    return this.#ranges.read(room, range, limit);
  }

  async message(room: string, seq: number): Promise<MessageEvent | undefined> {
    return this.#folding.history(room, seq)?.message;
  }

  async head(room: string): Promise<number> {
    return this.#ranges.head(room);
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
