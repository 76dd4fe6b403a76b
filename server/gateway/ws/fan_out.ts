/**
 * Fan-out: from a room's events to the same bytes for every subscriber, in batches.
 *
 * The first publication after a quiet time goes out at the next turn of the event loop; while it stays
 * busy, flushes keep a pace: the fuller one is, the less a message costs. A long one goes out in slices,
 * between which messages come in and acknowledgements go out; so the store commits the next messages while
 * the last ones are on their way.
 * It knows no sockets and no clock.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import { Payload } from "../listener/payload.ts";
import { Bundles } from "./bundles.ts";
import { Pace } from "./pace.ts";
import { RoomBacklog } from "./room_backlog.ts";
import { realSchedule, type Schedule } from "./schedule.ts";

/** One connection, seen from the fan-out. It is the caller's object and is known by its identity. */
export interface Subscriber {
  /** Bytes that `send` took and the operating system didn't yet. */
  readonly waiting: number;
  /** Must not call back into the fan-out. */
  send(payload: Payload): void;
  /** It had more than `limits.outboxBytes` waiting and is subscribed to nothing any more. */
  tooSlow(): void;
}

type Room = RoomBacklog<Subscriber>;

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
  /** The last one was not over before there was something for the next. */
  #busy = false;
  readonly #pace = new Pace();
  /** What a flush of several rooms hasn't sent yet. */
  readonly #bundles = new Bundles();

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
    if (!entry || entry.length <= limits.fanOutLag) return undefined;
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
    if (!entry) this.#rooms.set(room, entry = new RoomBacklog(this.#encode));
    entry.join(subscriber);
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
    this.#count(entry, entry.add(text));
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
    for (const subscriber of subscribers.keys()) {
      if (leaveOut?.includes(subscriber) || subscriber.waiting > limits.outboxBytes) continue;
      subscriber.send(payload);
      this.counters.sends++;
    }
  }

  /** Sends all that waits in one room, now, behind what is on its way. */
  flushRoom(room: string): void {
    const entry = this.#rooms.get(room);
    if (!entry) return;
    this.#sendBundles(Infinity);
    this.#dirty.delete(entry);
    while (!entry.isEmpty) this.#sendRoom(entry, Infinity);
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
    const wait = this.#pace.next - this.#schedule.now();
    if (wait > 0) this.#busy = true;
    this.#after(wait, this.#flush);
  }

  #after(wait: number, run: () => void): void {
    if (wait > 0) this.#schedule.later(run, wait);
    else this.#schedule.soon(run);
  }

  /**
   * One payload for each room. What a room has beyond that waits for the next flush: a socket gets a
   * turn of the event loop to drain before it is judged again.
   */
  readonly #flush = (): void => {
    if (this.#dirty.size > 0) this.counters.flushes++;
    const rooms = [...this.#dirty];
    this.#dirty = new Set();
    this.#pace.begin(this.#schedule.now(), this.#busy);
    if (rooms.length > 1) { for (const room of rooms) this.#bundle(room); }
    this.#goOn(rooms);
  };

  #goOn(rooms: readonly Room[]): void {
    const [first, ...others] = rooms;
    const isOne = first !== undefined && others.length === 0;
    const done = isOne ? this.#sendRoom(first, this.#slice) : this.#sendBundles(this.#slice);
    if (!done) return this.#rest(rooms, isOne ? first.progress : undefined);
    this.#planned = false;
    // Payloads behind the next one grow no fuller.
    const full = rooms.some(({ length }) => length - 1 > limits.payloadLength);
    this.#pace.end(this.#schedule.now(), full);
    for (const room of rooms) if (!room.isEmpty) this.#dirty.add(room);
    this.#busy = this.#dirty.size > 0;
    if (this.#busy) this.#plan();
  }

  #rest(rooms: readonly Room[], progress: number | undefined): void {
    const wait = this.#pace.rest(this.#schedule.now(), progress);
    this.#after(wait, () => {
      if (wait > 0) this.#pace.goOn(this.#schedule.now());
      this.#goOn(rooms);
    });
  }

  /**
   * Goes on with a room's round of payloads, until `budget` bytes are spent.
   *
   * @returns true if the round is over.
   */
  #sendRoom(room: Room, budget: number): boolean {
    let spent = 0;
    const slow: Subscriber[] = [];
    const done = this.#serve(room, (subscriber, payload) => {
      if (!this.#send(subscriber, payload)) slow.push(subscriber);
      spent += costOf(payload);
      return spent < budget;
    });
    // Told only after the loop, since whoever is told may subscribe and publish.
    this.cut(slow);
    return done;
  }

  /** Puts what a room has to what a flush of several rooms has to send. */
  #bundle(room: Room): void {
    this.#serve(room, (subscriber, payload) => {
      this.#bundles.add(room, payload, subscriber);
      return true;
    });
  }

  #serve(room: Room, deliver: (subscriber: Subscriber, payload: Payload) => boolean): boolean {
    const done = room.serve(deliver);
    if (done) this.#count(room, -room.trim());
    return done;
  }

  /** The same for what a flush of several rooms has to send. */
  #sendBundles(budget: number): boolean {
    let spent = 0;
    const slow: Subscriber[] = [];
    this.#bundles.take((subscriber, payloads) => {
      for (const payload of payloads) spent += costOf(payload);
      if (!payloads.every((payload) => this.#send(subscriber, payload))) slow.push(subscriber);
      return spent < budget;
    });
    this.cut(slow);
    return this.#bundles.isEmpty;
  }

  /** @returns false if too much waits for the subscriber already. */
  #send(subscriber: Subscriber, payload: Payload): boolean {
    if (subscriber.waiting > limits.outboxBytes) return false;
    subscriber.send(payload);
    this.counters.sends++;
    return true;
  }

  #leave(room: string, subscriber: Subscriber): void {
    const entry = this.#rooms.get(room);
    if (!entry) return;
    entry.subscribers.delete(subscriber);
    this.#bundles.leave(entry, subscriber);
    if (entry.subscribers.size > 0) return;
    this.#rooms.delete(room);
    this.#dirty.delete(entry);
    this.#count(entry, -entry.trim());
  }

  readonly #encode = (text: string): Payload => {
    this.counters.payloads++;
    return new Payload(text);
  };

  /** So many characters more wait in a room, or fewer. */
  #count(entry: Room, characters: number): void {
    this.#backlog += characters;
    if (!entry.late || entry.length > limits.fanOutLag) return;
    for (const goOn of entry.late) goOn();
    entry.late = undefined;
  }
}

/** Of one send, in bytes: system calls cost, too. */
function costOf({ text }: Payload): number {
  return text.length + limits.sendCost;
}
