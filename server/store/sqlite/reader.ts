/**
 * Reads the log and what hangs on it, over a read-only connection of its own.
 * @module
 */
// deno-lint-ignore-file require-await -- async for the sake of databases behind a network
import { Buffer } from "node:buffer";
import type { DatabaseSync } from "node:sqlite";
import type { ListedRoom, LogEvent, Room } from "../../../shared/protocol/mod.ts";
import type { Range, RangeLimit, Reader, StoredAccount, StoredSession } from "../log.ts";
import { toPerson } from "./accounts.ts";
import { openForReading } from "./connection.ts";

interface EventRow {
  seq: number;
  at: number;
  kind: LogEvent["kind"];
  request_id: string | null;
  text: string | null;
  action: number;
  id: string;
  name: string;
  guest: number;
}

/** Bytes of an event's JSON without its text: near enough for a limit. */
const EVENT_OVERHEAD = 200;

function toEvent(room: string, row: EventRow): LogEvent {
  const base = { type: "event" as const, room, seq: row.seq, at: row.at, author: toPerson(row) };
  if (row.kind !== "message") return { ...base, kind: row.kind };
  return {
    ...base,
    kind: "message",
    id: row.request_id ?? "",
    text: row.text ?? "",
    ...(row.action ? { action: true } : {}),
  };
}

const EVENT_COLUMNS = `event.seq, event.at, event.kind, event.request_id, event.text, event.action,
  account.id, account.name, account.guest
  FROM event JOIN account ON account.id = event.author
  WHERE event.room = ? AND event.seq > ? AND event.seq <= ?`;

/** A room as account ?1 sees it: a direct room has the names of the others. */
const ROOM_COLUMNS = `room.id, room.kind, room.head, coalesce(room.name, (
    SELECT group_concat(name, ', ') FROM (
      SELECT account.name FROM member JOIN account ON account.id = member.account
      WHERE member.room = room.id AND member.account <> ?1 ORDER BY account.name))) AS name`;

export class SqliteReader implements Reader {
  readonly #database: DatabaseSync;
  readonly #oldest;
  readonly #newest;
  readonly #head;
  readonly #session;
  readonly #account;
  readonly #names;
  readonly #roomsOf;
  readonly #roomIdsOf;
  readonly #room;
  readonly #listed;
  readonly #members;

  constructor(folder: string) {
    const database = this.#database = openForReading(folder);
    this.#oldest = database.prepare(`SELECT ${EVENT_COLUMNS} ORDER BY event.seq LIMIT ?`);
    this.#newest = database.prepare(`SELECT ${EVENT_COLUMNS} ORDER BY event.seq DESC LIMIT ?`);
    this.#head = database.prepare("SELECT head FROM room WHERE id = ?");
    this.#session = database.prepare(
      `SELECT account.id, account.name, account.guest, session.expires_at FROM session
       JOIN account ON account.id = session.account WHERE session.token_hash = ?`,
    );
    this.#account = database.prepare(
      "SELECT id, name, guest, password_hash FROM account WHERE name_key = ?",
    );
    this.#names = database.prepare("SELECT name FROM account WHERE name_key IS NOT NULL");
    this.#roomsOf = database.prepare(
      `SELECT ${ROOM_COLUMNS} FROM member JOIN room ON room.id = member.room
       WHERE member.account = ?1 ORDER BY room.kind <> 'public', member.joined_at`,
    );
    this.#roomIdsOf = database.prepare("SELECT room FROM member WHERE account = ?");
    this.#room = database.prepare(
      `SELECT ${ROOM_COLUMNS},
         EXISTS (SELECT 1 FROM member WHERE room = room.id AND account = ?1) AS member
       FROM room WHERE room.id = ?2 OR room.name = ?2`,
    );
    this.#listed = database.prepare(
      `SELECT * FROM (SELECT ${ROOM_COLUMNS},
         (SELECT count(*) FROM member WHERE room = room.id) AS members,
         EXISTS (SELECT 1 FROM member WHERE room = room.id AND account = ?1) AS joined
       FROM room) WHERE kind = 'public' OR joined ORDER BY members DESC, name LIMIT 1000`,
    );
    this.#members = database.prepare("SELECT account FROM member WHERE room = ?");
  }

  async range(room: string, range: Range, limit: RangeLimit): Promise<LogEvent[]> {
    const statement = limit.newestFirst ? this.#newest : this.#oldest;
    const events: LogEvent[] = [];
    let bytes = 0;
    for (const row of statement.iterate(room, range.after, range.upTo, limit.events)) {
      const event = toEvent(room, row as unknown as EventRow);
      bytes += EVENT_OVERHEAD + (event.kind === "message" ? Buffer.byteLength(event.text) : 0);
      if (bytes > limit.bytes && events.length > 0) break;
      events.push(event);
    }
    return limit.newestFirst ? events.reverse() : events;
  }

  async head(room: string): Promise<number> {
    return (this.#head.get(room) as { head: number } | undefined)?.head ?? 0;
  }

  async session(tokenHash: string): Promise<StoredSession | undefined> {
    const row = this.#session.get(tokenHash) as
      | { id: string; name: string; guest: number; expires_at: number }
      | undefined;
    return row && { person: toPerson(row), expiresAt: row.expires_at };
  }

  async account(nameKey: string): Promise<StoredAccount | undefined> {
    const row = this.#account.get(nameKey) as
      | { id: string; name: string; guest: number; password_hash: string | null }
      | undefined;
    return row && { person: toPerson(row), passwordHash: row.password_hash ?? undefined };
  }

  async accountNames(): Promise<string[]> {
    return (this.#names.all() as { name: string }[]).map((row) => row.name);
  }

  async roomsOf(account: string): Promise<Room[]> {
    return (this.#roomsOf.all(account) as unknown as Room[]).map(toRoom);
  }

  async roomIdsOf(account: string): Promise<string[]> {
    return (this.#roomIdsOf.all(account) as { room: string }[]).map((row) => row.room);
  }

  async room(ref: string, account: string): Promise<{ room: Room; member: boolean } | undefined> {
    const row = this.#room.get(account, ref) as (Room & { member: number }) | undefined;
    return row && { room: toRoom(row), member: row.member === 1 };
  }

  async listedRooms(account: string): Promise<ListedRoom[]> {
    const rows = this.#listed.all(account) as unknown as (Room & {
      members: number;
      joined: number;
    })[];
    return rows.map((row) => ({
      ...toRoom(row),
      members: row.members,
      joined: row.joined === 1,
    }));
  }

  async members(room: string): Promise<string[]> {
    return (this.#members.all(room) as { account: string }[]).map((row) => row.account);
  }

  close(): void {
    this.#database.close();
  }
}

function toRoom({ id, name, kind, head }: Room): Room {
  return { id, name: name ?? "", kind, head };
}
