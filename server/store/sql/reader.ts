/**
 * Reads the log and what hangs on it, over a read-only connection of its own.
 * @module
 */
import type { Database, ReadDatabase, Steps } from "./database.ts";
import type { HookReader } from "../readers/hooks.ts";
import type { PushReader } from "../readers/push.ts";
import type { MessageReader } from "../readers/messages.ts";
import type { ModerationReader } from "../readers/moderation.ts";
import type { PeopleReader } from "../readers/people.ts";
import type { RoomReader } from "../readers/rooms.ts";
import type { SearchReader } from "../readers/search.ts";
import { answering, type Reads } from "./reads.ts";
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
import { EventRanges } from "./event_ranges.ts";
import { Folding } from "./folding.ts";
import { HookReads } from "./hooks_reader.ts";
import { PushReads } from "./push_reader.ts";
import { ModerationReads } from "./moderation_reader.ts";
import { MessageReads } from "./messages_reader.ts";
import { PeopleReads } from "./people_reader.ts";
import { personColumns, type PersonRow, toPerson } from "./person_row.ts";
import { SearchReads } from "./search_reader.ts";
import { ROOM_COLUMNS, type RoomRow, ROOMS, toRoom, toStoredRoom } from "./room_row.ts";
import { RoomReads } from "./rooms_reader.ts";
import { SESSION_COLUMNS, type SessionRow, toGranted } from "./session_row.ts";

/** What {@linkcode Reader} reads itself. */
type LogReader = Pick<
  Reader,
  | "range"
  | "head"
  | "session"
  | "account"
  | "accountNames"
  | "roomsOf"
  | "roomIdsOf"
  | "room"
  | "message"
  | "members"
>;

class LogReads implements Reads<LogReader> {
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

  constructor(database: Database, folding: Folding) {
    this.#folding = folding;
    this.#ranges = new EventRanges(database, folding);
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

  *range(room: string, range: Range, limit: RangeLimit): Steps<LogEvent[]> {
    return yield* this.#ranges.read(room, range, limit);
  }

  *message(room: string, seq: number): Steps<MessageEvent | undefined> {
    return (yield* this.#folding.history(room, seq))?.message;
  }

  *head(room: string): Steps<number> {
    return yield* this.#ranges.head(room);
  }

  *session(tokenHash: string): Steps<StoredSession | undefined> {
    const row = (yield* this.#session.get(tokenHash)) as
      | PersonRow & SessionRow & { administrator: number }
      | undefined;
    return row && {
      person: toPerson(row),
      administrator: row.administrator === 1,
      ...toGranted(row),
    };
  }

  *account(nameKey: string): Steps<StoredAccount | undefined> {
    const row = (yield* this.#account.get(nameKey)) as
      | PersonRow & { administrator: number; password_hash: string | null }
      | undefined;
    return row && {
      person: toPerson(row),
      administrator: row.administrator === 1,
      passwordHash: row.password_hash ?? undefined,
    };
  }

  *accountNames(): Steps<string[]> {
    return ((yield* this.#names.all()) as { name: string }[]).map((row) => row.name);
  }

  *roomsOf(account: string): Steps<Room[]> {
    return ((yield* this.#roomsOf.all(account)) as unknown as RoomRow[]).map(toRoom);
  }

  *roomIdsOf(account: string): Steps<string[]> {
    return ((yield* this.#roomIdsOf.all(account)) as { room: string }[]).map((row) => row.room);
  }

  *room(ref: string, account: string): Steps<StoredRoom | undefined> {
    const row = v.is(RoomId, ref)
      ? (yield* this.#roomById.get(account, ref))
      : (yield* this.#ownPrivateRoom.get(account, ref)) ??
        (yield* this.#publicRoom.get(account, ref));
    return row && toStoredRoom(row as unknown as RoomRow);
  }

  *members(room: string): Steps<string[]> {
    return ((yield* this.#members.all(room)) as { account: string }[]).map((row) => row.account);
  }
}

export function openReader(database: ReadDatabase): Reader {
  const folding = new Folding(database);
  return {
    ...answering<LogReader>(database, new LogReads(database, folding)),
    messages: answering<MessageReader>(database, new MessageReads(database, folding)),
    moderation: answering<ModerationReader>(database, new ModerationReads(database)),
    hooks: answering<HookReader>(database, new HookReads(database)),
    push: answering<PushReader>(database, new PushReads(database)),
    search: answering<SearchReader>(database, new SearchReads(database)),
    rooms: answering<RoomReader>(database, new RoomReads(database)),
    people: answering<PeopleReader>(database, new PeopleReads(database)),
    close: () => database.close(),
  };
}
