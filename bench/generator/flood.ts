/**
 * A flood into one room: as many messages as the server takes, with a fixed number of them in flight.
 *
 * Every member of a room gets the same texts. So one receiver counts messages and all others only count
 * bytes, which costs next to nothing; at the end every receiver must have got exactly as many.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { BareConnection } from "./connection.ts";
import { MarkScanner } from "./mark.ts";
import type { Sender } from "./sender.ts";

/** Time for what is in flight to arrive: only a defect uses it up. */
const DRAIN_TIME = 20_000;
/** Time between two looks whether it did. */
const LOOK = 20;

/** What a flood has come to so far. */
export interface Counters {
  /** Messages that were acknowledged. */
  acked: number;
  /** Messages that were delivered, each to one receiver, and the bytes of that. */
  deliveries: number;
  bytes: number;
}

export class Flood {
  readonly #receivers: readonly BareConnection[];
  readonly #senders: readonly Sender[];
  readonly #deliveryBytes: number | undefined;
  #sampleMessages = 0;
  #sent = 0;
  #acked = 0;
  #stopping = false;

  /** @param deliveryBytes see `Dialect`; without it all receivers get exactly as many. */
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
    const bytes = this.#receivers.reduce((sum, receiver) => sum + receiver.bytes, 0);
    const sample = this.#receivers[0].bytes;
    const deliveries = sample === 0 ? 0 : bytes / sample * this.#sampleMessages;
    return { acked: this.#acked, deliveries, bytes };
  }

  /** @throws {Error} unless every receiver got every message, and nothing else. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await drain(() => this.#isComplete(), () => this.#whatIsMissing());
    this.#receivers[0].onBytes = undefined;
    for (const sender of this.#senders) sender.onAcks = () => {};
  }

  #send(sender: Sender, count: number): void {
    sender.send(Array.from({ length: count }, () => this.#sent++));
  }

  #isComplete(): boolean {
    return this.#acked === this.#sent && this.#sampleMessages === this.#sent &&
      haveAll(this.#receivers, this.#sent, this.#deliveryBytes);
  }

  #whatIsMissing(): string {
    const bytes = this.#receivers.map((receiver) => receiver.bytes);
    return `Of ${this.#sent} messages ${this.#acked} were acknowledged and ${this.#sampleMessages} ` +
      `delivered; receivers got from ${Math.min(...bytes)} to ${Math.max(...bytes)} bytes.`;
  }
}

/** True if all receivers got what so many messages come to; the first one is known to have them. */
export function haveAll(
  receivers: readonly BareConnection[],
  messages: number,
  deliveryBytes: number | undefined,
): boolean {
  return receivers.every(({ bytes }) =>
    deliveryBytes === undefined ? bytes === receivers[0].bytes : bytes >= messages * deliveryBytes
  );
}

/** Waits until all has arrived. @throws {Error} what is missing, if it doesn't come. */
export async function drain(isComplete: () => boolean, whatIsMissing: () => string): Promise<void> {
  const deadline = performance.now() + DRAIN_TIME;
  while (!isComplete()) {
    if (performance.now() > deadline) throw new Error(whatIsMissing());
    await sleep(LOOK);
  }
}
