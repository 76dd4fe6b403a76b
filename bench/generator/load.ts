/**
 * The generator's side of a scenario: connections that listen, connections that send, and the kinds of
 * load that they put on a server. Runs in a thread of its own.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Dialect } from "../subjects/subject.ts";
import { BareConnection } from "./connection.ts";
import { type Counters, Flood } from "./flood.ts";
import { type Latencies, type Pace, pace } from "./pace.ts";
import { RoomsFlood } from "./rooms_flood.ts";
import { Sender } from "./sender.ts";
import { type Storm, storm } from "./storm.ts";

/** Connections that are being opened at a time. */
const OPENING = 32;
/** Time without a byte after which everybody counts as settled: nothing of the opening is under way. */
const QUIET = 300;
/** Time between two signs of life of each connection: well below any server's patience. */
const KEEP_ALIVE = 10_000;

export class Load {
  readonly receivers: BareConnection[] = [];
  readonly senders: Sender[] = [];
  #connections: BareConnection[] = [];
  #dialect!: Dialect;
  #keepAlive: ReturnType<typeof setInterval> | undefined;
  #flood: Flood | RoomsFlood | undefined;

  /**
   * Opens so many more connections, and waits until all is quiet.
   *
   * @returns the milliseconds that opening them took.
   */
  async open(dialect: Dialect, receivers: number, senders: number): Promise<number> {
    this.#keepAlive ??= setInterval(() => {
      for (const connection of this.#connections) connection.keepAlive();
    }, KEEP_ALIVE);
    this.#dialect = dialect;
    const start = performance.now();
    this.receivers.push(...await this.#connect(dialect, receivers));
    const sending = await this.#connect(dialect, senders);
    const time = performance.now() - start;
    this.senders.push(...sending.map((connection) => new Sender(connection, dialect)));
    await this.#settle();
    return time;
  }

  /** Starts to keep `window` messages in flight in one room, all senders together. */
  startFlood(window: number): void {
    const { deliveryBytes } = this.#dialect;
    this.#flood = new Flood(this.receivers, this.senders, window, deliveryBytes);
  }

  /** The same in many rooms, where every sender is a member. */
  startRoomsFlood(window: number): void {
    const { rooms, roomsOfEach, noEcho } = this.#dialect;
    const members = this.senders.length * roomsOfEach / rooms.length;
    this.#flood = new RoomsFlood(this.senders, members - (noEcho ? 1 : 0), window);
  }

  /** What the flood has come to so far. @throws {Error} if the server cut a connection. */
  count(): Counters {
    this.#checkLosses();
    return this.#flood!.count();
  }

  /** Ends the flood. @throws {Error} unless every receiver got every acknowledged message, and no more. */
  async stopFlood(): Promise<void> {
    await this.#flood!.stop();
    this.#checkLosses();
  }

  /** Sends at a fixed rate and measures the latencies. @throws {Error} if anything got lost. */
  async pace(options: Pace): Promise<Latencies> {
    const { deliveryBytes } = this.#dialect;
    const latencies = await pace(this.receivers, this.senders, options, deliveryBytes);
    this.#checkLosses();
    return latencies;
  }

  /** Cuts all receivers at once, and says so many messages while they are away. */
  async cut(messages: number): Promise<void> {
    for (const receiver of this.receivers.splice(0)) receiver.close();
    await pace([], this.senders, { rate: messages * 10, warmUp: 0, time: 100 });
  }

  /** Lets those who were cut come back at once. @param missed messages that each has to get. */
  async storm(dialect: Dialect, clients: number, missed: number): Promise<Storm> {
    const { connections, ...result } = await storm(dialect, clients, missed);
    this.#connections.push(...connections);
    this.#checkLosses();
    return result;
  }

  close(): void {
    clearInterval(this.#keepAlive);
    for (const connection of this.#connections) connection.close();
    this.#connections = [];
  }

  async #connect(dialect: Dialect, count: number): Promise<BareConnection[]> {
    const first = this.#connections.length;
    const opened: BareConnection[] = [];
    let next = 0;
    const openSome = async () => {
      while (next < count) {
        const n = next++;
        opened[n] = await BareConnection.open(dialect, first + n);
      }
    };
    await Promise.all(Array.from({ length: OPENING }, openSome));
    this.#connections.push(...opened);
    return opened;
  }

  /** Waits for quiet, and lets everybody count from 0. */
  async #settle(): Promise<void> {
    const total = () => this.#connections.reduce((sum, { bytes }) => sum + bytes, 0);
    for (let before = -1; before !== total();) {
      before = total();
      await sleep(QUIET);
    }
    for (const connection of this.#connections) connection.bytes = 0;
    this.#checkLosses();
  }

  #checkLosses(): void {
    const lost = this.#connections.filter((connection) => connection.lost).length;
    if (lost === 0) return;
    throw new Error(
      `The server cut ${lost} of ${this.#connections.length} connections: the figures mean nothing.`,
    );
  }
}
