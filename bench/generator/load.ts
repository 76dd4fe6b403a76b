/**
 * The generator's side of a scenario: connections that listen, connections that send, and the two
 * kinds of load that they put on a server. Runs in a thread of its own.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Dialect } from "../subjects/subject.ts";
import { BareConnection } from "./connection.ts";
import { type Counters, Flood } from "./flood.ts";
import { type Latencies, type Pace, pace } from "./pace.ts";
import { Sender } from "./sender.ts";

/** Connections that are being opened at a time. */
const OPENING = 32;
/** Time without a byte after which everybody counts as settled: nothing of the opening is under way. */
const QUIET = 500;
/** Time between two signs of life of each connection: well below any server's patience. */
const KEEP_ALIVE = 10_000;

export class Load {
  readonly receivers: BareConnection[] = [];
  readonly senders: Sender[] = [];
  readonly #connections: BareConnection[] = [];
  #deliveryBytes: number | undefined;
  #keepAlive: ReturnType<typeof setInterval> | undefined;
  #flood: Flood | undefined;

  /** Opens so many more connections, and waits until all is quiet. */
  async open(dialect: Dialect, receivers: number, senders: number): Promise<void> {
    this.#keepAlive ??= setInterval(() => {
      for (const connection of this.#connections) connection.keepAlive();
    }, KEEP_ALIVE);
    this.#deliveryBytes = dialect.deliveryBytes;
    this.receivers.push(...await this.#connect(dialect, receivers));
    const sending = await this.#connect(dialect, senders);
    this.senders.push(...sending.map((connection) => new Sender(connection, dialect)));
    await this.#settle();
  }

  /** Starts to keep `window` messages in flight, all senders together. */
  startFlood(window: number): void {
    this.#flood = new Flood(this.receivers, this.senders, window, this.#deliveryBytes);
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
    const latencies = await pace(this.receivers, this.senders, options);
    this.#checkLosses();
    return latencies;
  }

  close(): void {
    clearInterval(this.#keepAlive);
    for (const connection of this.#connections) connection.close();
  }

  async #connect(dialect: Dialect, count: number): Promise<BareConnection[]> {
    const opened: BareConnection[] = [];
    const first = this.#connections.length;
    let next = 0;
    const openSome = async () => {
      while (next < count) opened.push(await BareConnection.open(dialect, first + next++));
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
