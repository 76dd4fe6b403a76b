/**
 * Appends to the rooms' logs, inside the log's transaction: the only place that gives out `seq`.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { LogEvent, Person } from "../../../shared/protocol/mod.ts";
import { toColumns } from "./event_row.ts";
import type { Transaction } from "./transaction.ts";

/** Where a room's log ends: the newest `seq`, and how many of its events are messages. */
interface End {
  head: number;
  messages: number;
}

/** An event before it has its place in the log. */
export type NewEvent = LogEvent extends infer E
  ? E extends LogEvent ? Omit<E, "type" | "seq" | "at"> : never
  : never;

/** Where an event came to stand. */
export interface Place {
  room: string;
  seq: number;
  at: number;
}

export class Events {
  readonly #transaction: Transaction;
  readonly #insert;
  readonly #find;
  readonly #readEnd;
  readonly #writeEnd;
  readonly #insertMention;
  readonly #deleteMentions;
  readonly #blank;
  /** Of the rooms that this transaction touched. */
  readonly #ends = new Map<string, End>();

  constructor(database: DatabaseSync, transaction: Transaction) {
    this.#transaction = transaction;
    transaction.onUndo((undone) => this.#forget(undone));
    this.#insert = database.prepare(
      `INSERT INTO event (room, seq, at, author, kind, request_id, text, action, target, subject,
         reply_to, ordinal, data)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (author, request_id) WHERE request_id IS NOT NULL DO NOTHING`,
    );
    this.#find = database.prepare(
      "SELECT room, seq, at FROM event WHERE author = ? AND request_id = ?",
    );
    this.#readEnd = database.prepare("SELECT head, messages FROM room WHERE id = ?");
    this.#writeEnd = database.prepare("UPDATE room SET head = ?, messages = ? WHERE id = ?");
    this.#insertMention = database.prepare(
      "INSERT INTO mention (room, account, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    );
    this.#deleteMentions = database.prepare("DELETE FROM mention WHERE room = ? AND seq = ?");
    this.#blank = database.prepare(
      `UPDATE event SET text = '', data = (
         SELECT json_object('via', via) FROM (SELECT json_extract(event.data, '$.via') AS via)
         WHERE via IS NOT NULL)
       WHERE room = ?1 AND (seq = ?2 OR target = ?2 AND kind = 'edit')`,
    );
  }

  begin(): void {
    this.#ends.clear();
  }

  /** Call before the transaction commits. */
  end(): void {
    for (const room of this.#ends.keys()) this.settle(room);
  }

  /** Writes the room's end down, so that what reads the room inside this transaction sees it. */
  settle(room: string): void {
    const { head, messages } = this.#endOf(room);
    this.#writeEnd.run(head, messages, room);
  }

  /** Where the message of this author and request id stands, if it is in the log. */
  find(author: string, requestId: string): Place | undefined {
    return this.#find.get(author, requestId) as Place | undefined;
  }

  /** Appends an event. @returns its place; that of the first one, if it is a message sent before. */
  append(event: NewEvent): Place {
    const end = this.#endOf(event.room);
    const seq = end.head + 1;
    const at = this.#transaction.now;
    const ordinal = end.messages + (event.kind === "message" ? 1 : 0);
    const whole = { type: "event", ...event, seq, at } as LogEvent;
    const { kind, requestId, text, action, target, subject, replyTo, data } = toColumns(whole);
    const inserted = this.#insert.run(
      event.room,
      seq,
      at,
      event.author.id,
      kind,
      requestId,
      text,
      action,
      target,
      subject,
      replyTo,
      ordinal,
      data,
    );
    if (Number(inserted.changes) === 0) return this.find(event.author.id, requestId!)!;
    end.head = seq;
    end.messages = ordinal;
    this.#transaction.done.events.push(whole);
    return { room: event.room, seq, at };
  }

  /** Notes whom message `seq` mentions, and nobody else any more. `""` is everybody. */
  setMentions(room: string, seq: number, accounts: readonly string[]): void {
    this.#deleteMentions.run(room, seq);
    for (const account of accounts) this.#insertMention.run(room, account, seq);
  }

  /** Takes a message back: its text is erased, with those that it had before and whom they mentioned. */
  erase(room: string, target: number, author: Person): Place {
    this.#blank.run(room, target);
    this.setMentions(room, target, []);
    return this.append({ room, author, kind: "delete", target });
  }

  /** Appends that somebody made, entered or left the room. */
  appendMembership(room: string, author: Person, kind: "create" | "join" | "leave"): Place {
    return this.append({ room, author, kind });
  }

  /** `seq` of the room's newest event, those of this transaction included; 0 if it has none. */
  head(room: string): number {
    return this.#endOf(room).head;
  }

  #endOf(room: string): End {
    let end = this.#ends.get(room);
    if (!end) {
      const row = this.#readEnd.get(room) as End | undefined;
      end = { head: row?.head ?? 0, messages: row?.messages ?? 0 };
      this.#ends.set(room, end);
    }
    return end;
  }

  #forget(undone: LogEvent[]): void {
    for (const event of undone.reverse()) {
      const end = this.#endOf(event.room);
      end.head = event.seq - 1;
      if (event.kind === "message") end.messages--;
    }
  }
}
