/**
 * Fan-out: from a room's events to the same bytes for every subscriber, in batches.
 *
 * The first publication after a quiet time goes out at the next turn of the event loop; while it stays
 * busy, flushes begin every `limits.flushInterval`, or less often if they take more than half of that: the
 * fuller a flush, the less a message costs. A long one goes out in slices, between which messages come in and acknowledgements go
 * out; so the store commits the next messages while the last ones are on their way. It knows no sockets
 * and no clock.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import { Payload } from "../listener/payload.ts";

/** One connection, seen from the fan-out. It is the caller's object and is known by its identity. */
export interface Subscriber {
  /** Bytes that `send` took and the operating system didn't yet. */
  readonly waiting: number;
  /** Must not call back into the fan-out. */
  send(payload: Payload): void;
  /** It had more than `limits.outboxBytes` waiting and is subscribed to nothing any more. */
  tooSlow(): void;
}

/** The clock and the timers that flushes run on. */
export interface Schedule {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Runs at the next turn of the event loop. */
  soon(run: () => void): void;
  later(run: () => void, milliseconds: number): void;
}

interface Room {
  readonly subscribers: Set<Subscriber>;
  /** Texts to send, each to become one payload: `limits.payloadLength` long at the most if it can be. */
  parts: string[];
  /** Characters of these. */
  waiting: number;
  /** To be called when they are fewer. */
  late?: (() => void)[];
  /** What is on its way, and who doesn't have it yet. */
  sending?: { payload: Payload; rest: SetIterator<Subscriber> };
}

/** A flush: the rooms that it is for, and which is next. */
interface Flush {
  rooms: readonly Room[];
  next: number;
  startedAt: number;
  /** A room has more than one payload left. */
  behind: boolean;
}

const realSchedule: Schedule = {
  now: () => performance.now(),
  soon: (run) => void setImmediate(run),
  later: (run, milliseconds) => void setTimeout(run, milliseconds),
};

export class FanOut {
  /** What it did since it was made. */
  readonly counters = { flushes: 0, payloads: 0, sends: 0, cut: 0, deliveries: 0 };

  readonly #rooms = new Map<string, Room>();
  /**
   * Arrays, since most are in few rooms: a set takes four times as much. They are replaced, never changed:
   * one that grows makes room for sixteen more.
   */
  readonly #roomsOf = new Map<Subscriber, readonly string[]>();
  /** Characters that wait in all rooms. */
  #backlog = 0;
  readonly #schedule: Schedule;
  readonly #slice: number;
  /** Rooms with something to send, in the order of their first text. */
  #dirty = new Set<Room>();
  /** One is planned, or under way. */
  #planned = false;
  /** The earliest time for another one. */
  #nextFlush = -Infinity;

  /** @param slice bytes that are sent in one turn. */
  constructor(schedule: Schedule = realSchedule, slice: number = limits.flushSlice) {
    this.#schedule = schedule;
    this.#slice = slice;
  }

  /** True if so much waits that nothing should be added. */
  get isBehind(): boolean {
    return this.#backlog > limits.fanOutBacklog;
  }

  /**
   * Resolves when no more than `limits.fanOutLag` waits in the room; undefined, as mostly, if it is so now.
   * Whoever acknowledges no sooner is sent no more than can be told.
   */
  caughtUp(room: string): Promise<void> | undefined {
    const entry = this.#rooms.get(room);
    if (!entry || entry.waiting <= limits.fanOutLag) return undefined;
    return new Promise((resolve) => (entry.late ??= []).push(resolve));
  }

  /** How many subscribers a room has. */
  subscribers(room: string): number {
    return this.#rooms.get(room)?.subscribers.size ?? 0;
  }

  /**
   * The subscriber gets what is published from now on, and nothing from before: what waits in the room
   * goes to the others first.
   */
  subscribe(room: string, subscriber: Subscriber): void {
    this.flushRoom(room);
    let entry = this.#rooms.get(room);
    if (!entry) this.#rooms.set(room, entry = { subscribers: new Set(), parts: [], waiting: 0 });
    entry.subscribers.add(subscriber);
    const rooms = this.#roomsOf.get(subscriber);
    if (!rooms) this.#roomsOf.set(subscriber, [room]);
    else if (!rooms.includes(room)) this.#roomsOf.set(subscriber, rooms.concat(room));
  }

  /** Ends one subscription, at once: what waits in the room doesn't reach the subscriber any more. */
  unsubscribe(room: string, subscriber: Subscriber): void {
    this.#leave(room, subscriber);
    const rooms = this.#roomsOf.get(subscriber)?.filter((each) => each !== room) ?? [];
    if (rooms.length > 0) this.#roomsOf.set(subscriber, rooms);
    else this.#roomsOf.delete(subscriber);
  }

  /** Ends all subscriptions of one subscriber, as when it is gone. */
  drop(subscriber: Subscriber): void {
    for (const room of this.#roomsOf.get(subscriber) ?? []) this.#leave(room, subscriber);
    this.#roomsOf.delete(subscriber);
  }

  /** Sends `text` (so many frames joined by `\n`) to the room's subscribers, with the next flush. */
  publish(room: string, text: string, frames = 1): void {
    const entry = this.#rooms.get(room);
    if (!entry) return;
    this.counters.deliveries += frames * entry.subscribers.size;
    // With the \n that may join it to the one before.
    this.#count(entry, text.length + 1);
    const last = entry.parts.length - 1;
    if (last >= 0 && entry.parts[last].length + 1 + text.length <= limits.payloadLength) {
      entry.parts[last] += "\n" + text;
    } else {
      entry.parts.push(text);
    }
    this.#dirty.add(entry);
    this.#plan();
  }

  /**
   * Sends `text` to the room's subscribers but some, past what waits in the room. For what may get lost:
   * whoever reads too slowly is left out too.
   */
  sendNow(room: string, text: string, leaveOut?: readonly Subscriber[]): void {
    const subscribers = this.#rooms.get(room)?.subscribers;
    if (!subscribers) return;
    const payload = new Payload(text);
    for (const subscriber of subscribers) {
      if (leaveOut?.includes(subscriber) || subscriber.waiting > limits.outboxBytes) continue;
      subscriber.send(payload);
      this.counters.sends++;
    }
  }

  /** Sends all that waits in one room, now. */
  flushRoom(room: string): void {
    const entry = this.#rooms.get(room);
    if (!entry) return;
    this.#dirty.delete(entry);
    while (entry.sending || entry.parts.length > 0) this.#deliver(entry, Infinity);
  }

  /** Sends all that waits, now: for the moment before the connections are closed. */
  flushAll(): void {
    for (const room of this.#rooms.keys()) this.flushRoom(room);
  }

  /** Sends nothing more to subscribers for whom too much waits, and tells them. */
  cut(slow: Subscriber[]): void {
    for (const subscriber of slow) this.drop(subscriber);
    this.counters.cut += slow.length;
    for (const subscriber of slow) subscriber.tooSlow();
  }

  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    const wait = this.#nextFlush - this.#schedule.now();
    if (wait > 0) this.#schedule.later(this.#flush, wait);
    else this.#schedule.soon(this.#flush);
  }

  /**
   * One payload for each room. What a room has beyond that waits for the next flush: a socket gets a
   * turn of the event loop to drain before it is judged again.
   */
  readonly #flush = (): void => {
    if (this.#dirty.size > 0) this.counters.flushes++;
    const rooms = [...this.#dirty];
    this.#dirty = new Set();
    this.#goOn({ rooms, next: 0, startedAt: this.#schedule.now(), behind: false });
  };

  #goOn(flush: Flush): void {
    let left = this.#slice;
    while (flush.next < flush.rooms.length) {
      if (left <= 0) return this.#schedule.soon(() => this.#goOn(flush));
      const room = flush.rooms[flush.next];
      left -= this.#deliver(room, left);
      if (room.sending) continue;
      flush.next++;
      if (room.parts.length > 0) this.#dirty.add(room);
      if (room.parts.length > 1) flush.behind = true;
    }
    this.#planned = false;
    const now = this.#schedule.now();
    const took = now - flush.startedAt;
    const pause = Math.min(Math.max(took, limits.flushInterval - took), limits.longFlush);
    // The payloads that wait grow no fuller.
    this.#nextFlush = flush.behind ? now : now + pause;
    if (this.#dirty.size > 0) this.#plan();
  }

  /**
   * Sends what is on its way in a room, or the next part of what waits, until nobody lacks it or `budget`
   * bytes are spent.
   *
   * @returns what it spent.
   */
  #deliver(room: Room, budget: number): number {
    // Nothing waits if the room was flushed by itself, or left by all, while a flush ran.
    if (!room.sending && (room.parts.length === 0 || room.subscribers.size === 0)) return 0;
    if (!room.sending) {
      const text = room.parts.shift()!;
      this.#count(room, -text.length - 1);
      this.counters.payloads++;
      room.sending = { payload: new Payload(text), rest: room.subscribers.values() };
    }
    const { payload, rest } = room.sending;
    const cost = payload.text.length + limits.sendCost;
    let spent = 0;
    let slow: Subscriber[] | undefined;
    // Left before its end, the iterator of a set goes on where it was.
    for (const subscriber of rest) {
      if (subscriber.waiting > limits.outboxBytes) {
        (slow ??= []).push(subscriber);
      } else {
        subscriber.send(payload);
        this.counters.sends++;
      }
      spent += cost;
      if (spent >= budget) break;
    }
    if (spent < budget) room.sending = undefined;
    // Told only after the loop, since whoever is told may subscribe and publish.
    if (slow) this.cut(slow);
    return spent;
  }

  #leave(room: string, subscriber: Subscriber): void {
    const entry = this.#rooms.get(room);
    if (!entry) return;
    entry.subscribers.delete(subscriber);
    if (entry.subscribers.size > 0) return;
    this.#rooms.delete(room);
    this.#dirty.delete(entry);
    entry.sending = undefined;
    for (const text of entry.parts.splice(0)) this.#count(entry, -text.length - 1);
  }

  /** So many characters more wait in a room, or fewer. */
  #count(entry: Room, characters: number): void {
    this.#backlog += characters;
    entry.waiting += characters;
    if (!entry.late || entry.waiting > limits.fanOutLag) return;
    for (const goOn of entry.late) goOn();
    entry.late = undefined;
  }
}
