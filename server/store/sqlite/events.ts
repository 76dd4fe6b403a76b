/**
 * Appends to the rooms' logs, inside the log's transaction: the only place that gives out `seq`.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import type { LogEvent, MembershipEvent, Person } from "../../../shared/protocol/mod.ts";
import type { Append, Outcomes } from "../log.ts";

export class EventWrites {
  readonly #insert;
  readonly #find;
  readonly #readHead;
  readonly #writeHead;
  readonly #isMember;
  /** Newest `seq` of the rooms that this transaction touched. */
  readonly #heads = new Map<string, number>();
  /** What this transaction appended so far, in order. */
  appended: LogEvent[] = [];

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO event (room, seq, at, author, kind, request_id, text, action)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (author, request_id) WHERE request_id IS NOT NULL DO NOTHING`,
    );
    this.#find = database.prepare(
      "SELECT room, seq, at FROM event WHERE author = ? AND request_id = ?",
    );
    this.#readHead = database.prepare("SELECT head FROM room WHERE id = ?");
    this.#writeHead = database.prepare("UPDATE room SET head = ? WHERE id = ?");
    this.#isMember = database.prepare("SELECT 1 FROM member WHERE room = ? AND account = ?");
  }

  begin(): void {
    this.#heads.clear();
    this.appended = [];
  }

  /** Call before the transaction commits. */
  end(): void {
    for (const [room, head] of this.#heads) this.#writeHead.run(head, room);
  }

  /** Forgets what was appended after `mark` appends: that part of the transaction is rolled back. */
  rollbackTo(mark: number): void {
    for (const event of this.appended.splice(mark).reverse()) {
      this.#heads.set(event.room, event.seq - 1);
    }
  }

  isMember(room: string, account: string): boolean {
    return this.#isMember.get(room, account) !== undefined;
  }

  append(write: Append, now: number): Outcomes["append"] {
    if (!this.isMember(write.room, write.author.id)) {
      // A retry may come after its author left: what is in the log stays acknowledged.
      const before = this.#find.get(write.author.id, write.requestId);
      if (before) return before as unknown as Outcomes["append"];
      throw new ParleyError("not-found", "There is no such room, or you are not in it.");
    }
    const seq = this.head(write.room) + 1;
    const inserted = this.#insert.run(
      write.room,
      seq,
      now,
      write.author.id,
      "message",
      write.requestId,
      write.text,
      write.action ? 1 : 0,
    );
    if (Number(inserted.changes) === 0) {
      return this.#find.get(write.author.id, write.requestId) as unknown as Outcomes["append"];
    }
    this.#heads.set(write.room, seq);
    this.appended.push({
      type: "event",
      room: write.room,
      seq,
      at: now,
      author: write.author,
      kind: "message",
      id: write.requestId,
      text: write.text,
      ...(write.action ? { action: true } : {}),
    });
    return { room: write.room, seq, at: now };
  }

  /** Appends that somebody made, entered or left the room. @returns its `seq`. */
  appendMembership(
    room: string,
    author: Person,
    kind: MembershipEvent["kind"],
    now: number,
  ): number {
    const seq = this.head(room) + 1;
    this.#insert.run(room, seq, now, author.id, kind, null, null, 0);
    this.#heads.set(room, seq);
    this.appended.push({ type: "event", room, seq, at: now, author, kind });
    return seq;
  }

  /** `seq` of the room's newest event, those of this transaction included; 0 if it has none. */
  head(room: string): number {
    let head = this.#heads.get(room);
    if (head === undefined) {
      const row = this.#readHead.get(room) as { head: number } | undefined;
      head = row?.head ?? 0;
      this.#heads.set(room, head);
    }
    return head;
  }
}
