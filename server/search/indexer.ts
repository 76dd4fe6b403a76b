/**
 * Keeps the index up to the log: a cursor into every room, moved forward in small steps.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { MessageEvent, RoomKind } from "../../shared/protocol/mod.ts";
import type { Reader } from "../store/log.ts";
import type { MessageIndex, Progress } from "./message_index.ts";
import { toIndexed } from "./selection.ts";

interface Followed {
  kind: RoomKind;
  /** The newest `seq` that is known of. */
  head: number;
  /** `seq` up to which the index is. */
  cursor: number;
  /** `seq` up to which the index holds no messages. */
  erased: number;
}

export class Indexer {
  readonly #index: Pick<MessageIndex, "cursors" | "apply" | "remove" | "forget">;
  readonly #reader: Pick<Reader, "range" | "message" | "search">;
  readonly #rooms = new Map<string, Followed>();
  /** Those of them whose cursor is before their head. */
  readonly #behind = new Set<string>();
  /** There is a room to look for, or more to remove. */
  #unfinished = false;

  constructor(
    index: Pick<MessageIndex, "cursors" | "apply" | "remove" | "forget">,
    reader: Pick<Reader, "range" | "message" | "search">,
  ) {
    this.#index = index;
    this.#reader = reader;
  }

  /** Whatever the index holds of rooms that the log doesn't, or not so much of any more, goes. */
  async start(): Promise<void> {
    const heads = new Map((await this.#reader.search.rooms()).map(({ id, head }) => [id, head]));
    for (const [room, cursor] of await this.#index.cursors()) {
      if (cursor > (heads.get(room) ?? -1)) await this.#index.forget(room);
    }
    const cursors = await this.#index.cursors();
    for (const { id, kind, head } of await this.#reader.search.rooms()) {
      this.#rooms.set(id, { kind, head, cursor: cursors.get(id) ?? 0, erased: 0 });
      this.expect(id, head);
    }
  }

  /** Somebody told that a room's log goes up to `head`. */
  expect(id: string, head: number): void {
    const room = this.#rooms.get(id);
    if (!room) {
      this.#unfinished = true;
      return;
    }
    room.head = Math.max(room.head, head);
    if (room.cursor < room.head) this.#behind.add(id);
  }

  /** Looks for what nobody told of. */
  async look(): Promise<void> {
    if (!await this.#reader.search.changed() && !this.#unfinished) return;
    this.#unfinished = false;
    for (const { id, kind, head, erased } of await this.#reader.search.rooms()) {
      const room = this.#rooms.get(id) ?? { kind, head: 0, cursor: 0, erased: 0 };
      this.#rooms.set(id, room);
      this.expect(id, head);
      if (erased <= room.erased) continue;
      // What is left will be seen at the next look.
      this.#unfinished = await this.#index.remove(id, erased);
      if (this.#unfinished) return;
      room.erased = erased;
    }
  }

  /** Takes the next events in, `limits.indexEvents` at the most. @returns true if there are more. */
  async step(): Promise<boolean> {
    if (this.#unfinished) await this.look();
    const batch: Progress[] = [];
    let left: number = limits.indexEvents;
    for (const id of this.#behind) {
      if (left <= 0) break;
      const room = this.#rooms.get(id)!;
      const range = { after: room.cursor, upTo: room.head };
      const limit = { events: left, bytes: limits.indexBytes };
      const events = await this.#reader.range(id, range, limit);
      const last = events.at(-1);
      if (!last) {
        // Whatever told of more was wrong.
        room.head = room.cursor;
        this.#behind.delete(id);
        continue;
      }
      left -= events.length;
      // Messages as they are by now: of several changes to one, the first brings them all.
      const messages = new Map<number, MessageEvent>();
      for (const event of events) {
        if (event.kind === "message") messages.set(event.seq, event);
        if (event.kind !== "edit" && event.kind !== "delete") continue;
        if (messages.has(event.target)) continue;
        const message = await this.#reader.message(id, event.target);
        if (message) messages.set(event.target, message);
      }
      batch.push({
        room: id,
        cursor: last.seq,
        messages: [...messages.values()].map((message) => ({
          seq: message.seq,
          at: message.at,
          indexed: message.state?.deletedBy === undefined
            ? toIndexed(message, room.kind)
            : undefined,
        })),
      });
    }
    if (batch.length > 0) await this.#index.apply(batch);
    for (const { room: id, cursor } of batch) {
      const room = this.#rooms.get(id)!;
      room.cursor = cursor;
      if (cursor >= room.head) this.#behind.delete(id);
      // A busy room must not keep the others waiting.
      else if (this.#behind.delete(id)) this.#behind.add(id);
    }
    return this.#behind.size > 0 || this.#unfinished;
  }
}
