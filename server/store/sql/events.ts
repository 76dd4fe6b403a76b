/**
 * Appends to the rooms' logs, inside the log's transaction: the only place that gives out `seq`.
 * @module
 */
import { answered, type Database, type Steps } from "./database.ts";
import type { LogEvent, Person } from "../../../shared/protocol/mod.ts";
import { checksumOf, sum, SUMMED_COLUMNS, type SummedRow, summedValues } from "./checksum.ts";
import { dataOf, type EventColumns, type StoredEvent, toColumns } from "./event_row.ts";
import type { AppendRun } from "./append_run.ts";
import type { Transaction } from "./transaction.ts";

/** Where a room's log ends: the newest `seq`, how many of its events are messages, when the newest came. */
interface End {
  head: number;
  messages: number;
  lastAt: number;
}

/** An event before it has its place in the log. */
export type NewEvent = StoredEvent extends infer E
  ? E extends StoredEvent ? Omit<E, "type" | "seq" | "at"> : never
  : never;

/** Where an event came to stand. */
export interface Place {
  room: string;
  seq: number;
  at: number;
}

export class Events {
  readonly #transaction: Transaction;
  readonly #run: AppendRun | undefined;
  readonly #insert;
  readonly #find;
  readonly #readEnd;
  readonly #writeEnd;
  readonly #ordinal;
  readonly #insertMention;
  readonly #deleteMentions;
  readonly #withEdits;
  readonly #blank;
  /** Of the rooms that this transaction touched. */
  readonly #ends = new Map<string, End>();

  constructor(database: Database, transaction: Transaction, run?: AppendRun) {
    this.#transaction = transaction;
    this.#run = run;
    transaction.onUndo((undone) => this.#forget(undone));
    this.#insert = database.prepare(
      `INSERT INTO event (${SUMMED_COLUMNS}, checksum)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (author, request_id) WHERE request_id IS NOT NULL DO NOTHING`,
    );
    this.#find = database.prepare(
      "SELECT room, seq, at FROM event WHERE author = ? AND request_id = ?",
    );
    this.#readEnd = database.prepare(
      `SELECT head, messages, last_at AS "lastAt" FROM room WHERE id = ? ${database.lock}`,
    );
    this.#writeEnd = database.prepare(
      "UPDATE room SET head = ?, messages = ?, last_at = ? WHERE id = ?",
    );
    this.#ordinal = database.prepare("SELECT ordinal FROM event WHERE room = ? AND seq = ?");
    this.#insertMention = database.prepare(
      "INSERT INTO mention (room, account, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    );
    this.#deleteMentions = database.prepare("DELETE FROM mention WHERE room = ? AND seq = ?");
    this.#withEdits = database.prepare(
      `SELECT ${SUMMED_COLUMNS} FROM event
       WHERE room = ?1 AND (seq = ?2 OR target = ?2 AND kind = 'edit')`,
    );
    this.#blank = database.prepare(
      "UPDATE event SET text = '', data = ?, checksum = ? WHERE room = ? AND seq = ?",
    );
  }

  begin(): void {
    this.#ends.clear();
  }

  /** Call before the transaction commits. */
  *end(): Steps<void> {
    for (const room of this.#ends.keys()) yield* this.settle(room);
  }

  /** Writes the room's end down, so that what reads the room inside this transaction sees it. */
  *settle(room: string): Steps<void> {
    const { head, messages, lastAt } = yield* this.#endOf(room);
    yield* this.#writeEnd.run(head, messages, lastAt, room);
  }

  /** Where the message of this author and request id stands, if it is in the log. */
  *find(author: string, requestId: string): Steps<Place | undefined> {
    if (this.#run?.active) return this.#run.find(author, requestId);
    return (yield* this.#find.get(author, requestId)) as Place | undefined;
  }

  /** Appends an event. @returns its place; that of the first one, if it is a message sent before. */
  *append(event: NewEvent): Steps<Place> {
    const end = yield* this.#endOf(event.room);
    const seq = end.head + 1;
    const at = this.#transaction.now;
    const ordinal = end.messages + (event.kind === "message" ? 1 : 0);
    const whole = { type: "event", ...event, seq, at } as StoredEvent;
    const before = yield* this.#insertOrFind(toColumns(whole, ordinal));
    if (before) return before;
    end.head = seq;
    end.messages = ordinal;
    end.lastAt = at;
    this.#transaction.done.events.push(whole);
    return { room: event.room, seq, at };
  }

  /** @returns the place of the first one, if the message is in the log already. */
  *#insertOrFind(row: EventColumns): Steps<Place | undefined> {
    if (this.#run?.active) {
      const before = this.#run.find(row.author, `${row.request_id}`);
      if (!before) this.#run.append(row);
      return before;
    }
    const values = summedValues(row);
    const inserted = yield* this.#insert.run(...values, sum(values));
    if (Number(inserted.changes) > 0) return undefined;
    return yield* this.find(row.author, `${row.request_id}`);
  }

  /** Notes whom message `seq` mentions, and nobody else any more. `""` is everybody. */
  *setMentions(room: string, seq: number, accounts: readonly string[]): Steps<void> {
    yield* this.#deleteMentions.run(room, seq);
    for (const account of accounts) yield* this.#insertMention.run(room, account, seq);
  }

  /** Takes a message back: its text is erased, with those that it had before and whom they mentioned. */
  *erase(room: string, target: number, author: Person): Steps<Place> {
    yield* this.#eraseText(room, target, false);
    return yield* this.append({ room, author, kind: "delete", target });
  }

  /** Erases a message because of its age, likewise; no event tells of that. */
  *expire(room: string, target: number): Steps<void> {
    yield* this.#eraseText(room, target, true);
  }

  /** Appends that somebody made, entered or left the room. */
  *appendMembership(room: string, author: Person, kind: "create" | "join" | "leave"): Steps<Place> {
    return yield* this.append({ room, author, kind });
  }

  /** How many of the room's events up to `seq` are messages. */
  *messages(room: string, seq: number): Steps<number> {
    const { head, messages } = yield* this.#endOf(room);
    if (seq >= head) return messages;
    return ((yield* this.#ordinal.get(room, seq)) as { ordinal: number } | undefined)?.ordinal ?? 0;
  }

  /** How many messages a room has that this transaction appended to. */
  messagesNow(room: string): number {
    return this.#ends.get(room)!.messages;
  }

  /** `seq` of the room's newest event, those of this transaction included; 0 if it has none. */
  *head(room: string): Steps<number> {
    return (yield* this.#endOf(room)).head;
  }

  *#eraseText(room: string, target: number, expired: boolean): Steps<void> {
    const rows = (yield* this.#withEdits.all(room, target)) as unknown as SummedRow[];
    for (const row of rows) {
      const { via } = JSON.parse(`${row.data ?? "{}"}`);
      const data = dataOf({ via, expired: expired && row.seq === target || undefined });
      yield* this.#blank.run(data, checksumOf({ ...row, text: "", data }), room, row.seq);
    }
    yield* this.setMentions(room, target, []);
  }

  #endOf(room: string): Steps<End> {
    const end = this.#ends.get(room);
    return end ? answered(end) : this.#lookUpEnd(room);
  }

  *#lookUpEnd(room: string): Steps<End> {
    const row = (yield* this.#readEnd.get(room)) as End | undefined;
    const end = { head: row?.head ?? 0, messages: row?.messages ?? 0, lastAt: row?.lastAt ?? 0 };
    this.#ends.set(room, end);
    return end;
  }

  #forget(undone: LogEvent[]): void {
    for (const event of undone.reverse()) {
      const end = this.#ends.get(event.room)!;
      end.head = event.seq - 1;
      if (event.kind === "message") end.messages--;
    }
  }
}
