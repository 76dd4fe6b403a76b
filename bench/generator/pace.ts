/**
 * A paced load: messages at a fixed rate, evenly spaced, whether or not the server keeps up. One thread
 * sends and receives everything, so all times are of one clock.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { BareConnection } from "./connection.ts";
import { MarkScanner } from "./mark.ts";
import type { Sender } from "./sender.ts";

/** Time for the last messages to arrive: only a defect uses it up. */
const DRAIN_TIME = 10_000;

export interface Pace {
  /** Messages a second, all senders together. */
  rate: number;
  /** Milliseconds at the start whose messages are not measured, and milliseconds that are. */
  warmUp: number;
  time: number;
}

/** Milliseconds from the write of a message to … */
export interface Latencies {
  /** … the read of its acknowledgement by its sender. */
  acks: Float64Array;
  /** … the read of the message, at every receiver. */
  deliveries: Float64Array;
}

export async function pace(
  receivers: readonly BareConnection[],
  senders: readonly Sender[],
  { rate, warmUp, time }: Pace,
): Promise<Latencies> {
  const unmeasured = Math.round(warmUp * rate / 1000);
  const measured = Math.round(time * rate / 1000);
  const sentAt = new Float64Array(unmeasured + measured);
  const acks = new Recorder(sentAt, unmeasured, measured);
  const deliveries = new Recorder(sentAt, unmeasured, measured * receivers.length);
  for (const receiver of receivers) {
    const scanner = MarkScanner.ofTexts((number) => deliveries.note(number));
    receiver.onBytes = (bytes) => {
      deliveries.now = performance.now();
      scanner.push(bytes);
    };
  }
  for (const sender of senders) {
    sender.onAcks = (numbers) => {
      acks.now = performance.now();
      for (const number of numbers) acks.note(number);
    };
  }

  const start = performance.now();
  for (let sent = 0; sent < sentAt.length;) {
    const now = performance.now();
    for (; sent < sentAt.length && (now - start) * rate / 1000 >= sent; sent++) {
      sentAt[sent] = performance.now();
      senders[sent % senders.length].send([sent]);
    }
    await sleep(1);
  }
  const deadline = performance.now() + DRAIN_TIME;
  while (!acks.isFull || !deliveries.isFull) {
    if (performance.now() > deadline) {
      throw new Error(
        `${acks.missing} acknowledgements, ${deliveries.missing} deliveries missing.`,
      );
    }
    await sleep(10);
  }
  return { acks: acks.times, deliveries: deliveries.times };
}

/** Notes how long ago each message was sent. */
class Recorder {
  readonly times: Float64Array;
  now = 0;
  #noted = 0;

  /** @param from number of the first message that is measured. */
  constructor(readonly sentAt: Float64Array, readonly from: number, size: number) {
    this.times = new Float64Array(size);
  }

  note(number: number): void {
    if (number >= this.from) this.times[this.#noted++] = this.now - this.sentAt[number];
  }

  get isFull(): boolean {
    return this.missing === 0;
  }

  get missing(): number {
    return this.times.length - this.#noted;
  }
}
