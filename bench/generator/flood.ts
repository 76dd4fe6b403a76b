/**
 * A flood: as many messages as the server takes, with a fixed number of them in flight.
 *
 * Every member of a room gets the same bytes. So one receiver counts messages and all others only count
 * bytes, which costs next to nothing; at the end every receiver must have got exactly the same bytes.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { BareConnection } from "./connection.ts";
import { MarkScanner } from "./mark.ts";
import type { Sender } from "./sender.ts";

/** Time for what is in flight to arrive: only a defect uses it up. */
const DRAIN_TIME = 20_000;

export interface Counters {
  /** Bytes that all receivers got. */
  bytes: number;
  /** Bytes and messages that the counting receiver got. */
  sampleBytes: number;
  sampleMessages: number;
  /** Messages that were acknowledged. */
  acked: number;
}

export class Flood {
  readonly #receivers: readonly BareConnection[];
  readonly #senders: readonly Sender[];
  readonly #deliveryBytes: number | undefined;
  #sampleMessages = 0;
  #sent = 0;
  #acked = 0;
  #stopping = false;

  /** @param deliveryBytes see {@linkcode Dialect}; without it all receivers get exactly the same bytes. */
  constructor(
    receivers: readonly BareConnection[],
    senders: readonly Sender[],
    window: number,
    deliveryBytes?: number,
  ) {
    this.#receivers = receivers;
    this.#deliveryBytes = deliveryBytes;
    this.#senders = senders;
    const scanner = MarkScanner.ofTexts(() => this.#sampleMessages++);
    receivers[0].onBytes = (bytes) => scanner.push(bytes);
    for (const sender of senders) {
      sender.onAcks = ({ length }) => {
        this.#acked += length;
        if (!this.#stopping) this.#send(sender, length);
      };
      this.#send(sender, window / senders.length);
    }
  }

  count(): Counters {
    return {
      bytes: this.#receivers.reduce((sum, { bytes }) => sum + bytes, 0),
      sampleBytes: this.#receivers[0].bytes,
      sampleMessages: this.#sampleMessages,
      acked: this.#acked,
    };
  }

  /** @throws {Error} unless every receiver got every message, and nothing else. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const deadline = performance.now() + DRAIN_TIME;
    while (!this.#isComplete()) {
      if (performance.now() > deadline) throw new Error(this.#whatIsMissing());
      await sleep(50);
    }
    this.#receivers[0].onBytes = undefined;
    for (const sender of this.#senders) sender.onAcks = () => {};
  }

  #send(sender: Sender, count: number): void {
    sender.send(Array.from({ length: count }, () => this.#sent++));
  }

  #isComplete(): boolean {
    return this.#acked === this.#sent && this.#sampleMessages === this.#sent &&
      this.#receivers.every(({ bytes }) => this.#hasAll(bytes));
  }

  #hasAll(bytes: number): boolean {
    return this.#deliveryBytes === undefined
      ? bytes === this.#receivers[0].bytes
      : bytes >= this.#sent * this.#deliveryBytes;
  }

  #whatIsMissing(): string {
    const bytes = this.#receivers.map((receiver) => receiver.bytes);
    return `Of ${this.#sent} messages ${this.#acked} were acknowledged and ${this.#sampleMessages} ` +
      `delivered; receivers got from ${Math.min(...bytes)} to ${Math.max(...bytes)} bytes.`;
  }
}

/** Deliveries between two counts. */
export function deliveriesBetween(before: Counters, after: Counters): number {
  const messages = after.sampleMessages - before.sampleMessages;
  const bytesPerMessage = (after.sampleBytes - before.sampleBytes) / messages;
  return (after.bytes - before.bytes) / bytesPerMessage;
}
