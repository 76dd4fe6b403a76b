/**
 * A paced load: messages at a fixed rate, evenly spaced, whether or not the server keeps up. One thread
 * sends and receives everything, so all times are of one clock.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { BareConnection } from "./connection.ts";
import { drain, haveAll } from "./flood.ts";
import { MarkScanner } from "./mark.ts";
import type { Sender } from "./sender.ts";

export interface Pace {
  /** Messages a second, all senders together. */
  rate: number;
  /** Milliseconds in which the rate rises, which are not measured, and milliseconds that are. */
  warmUp: number;
  time: number;
  /** Receivers whose deliveries are timed, at the most: the others only count bytes. Default: all. */
  timed?: number;
}

/** Milliseconds from the write of a message to … */
export interface Latencies {
  /** … the read of its acknowledgement by its sender. */
  acks: Float64Array;
  /** … the read of the message, at every timed receiver. */
  deliveries: Float64Array;
}

export async function pace(
  receivers: readonly BareConnection[],
  senders: readonly Sender[],
  { rate, warmUp, time, timed = Infinity }: Pace,
  deliveryBytes?: number,
): Promise<Latencies> {
  const unmeasured = Math.round(warmUp / 2 * rate / 1000);
  const measured = Math.round(time * rate / 1000);
  const sentAt = new Float64Array(unmeasured + measured);
  const sample = spread(receivers, Math.min(timed, receivers.length));
  const acks = new Recorder(sentAt, unmeasured, measured);
  const deliveries = new Recorder(sentAt, unmeasured, measured * sample.length);
  for (const receiver of sample) {
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
    const due = dueAfter(performance.now() - start, { rate, warmUp });
    for (; sent < sentAt.length && sent <= due; sent++) {
      sentAt[sent] = performance.now();
      senders[sent % senders.length].send([sent]);
    }
    await sleep(1);
  }
  await drain(
    () => acks.isFull && deliveries.isFull && haveAll(receivers, sentAt.length, deliveryBytes),
    () =>
      `${acks.missing} acknowledgements, ${deliveries.missing} deliveries missing: the server ` +
      "refused or lost them.",
  );
  return { acks: acks.times, deliveries: deliveries.times };
}

/** Messages that are due after so many milliseconds: the rate rises evenly, then stays. */
export function dueAfter(now: number, { rate, warmUp }: Pick<Pace, "rate" | "warmUp">): number {
  const atFullRate = now < warmUp ? now * now / (2 * warmUp) : now - warmUp / 2;
  return atFullRate / 1000 * rate;
}

/** So many of the values, evenly spread, the last one among them. */
export function spread<T>(values: readonly T[], count: number): T[] {
  return Array.from(
    { length: count },
    (_, n) => values[Math.floor((n + 1) * values.length / count) - 1],
  );
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
