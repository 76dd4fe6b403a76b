/**
 * What several rooms tell at the same time, by whom it is for: whoever is in more than one of them gets
 * one message, since a send costs more than its bytes.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import { Payload } from "../listener/payload.ts";
import type { Subscriber } from "./fan_out.ts";

/** A room's payload. */
interface Part {
  readonly room: object;
  readonly payload: Payload;
}

export class Bundles {
  readonly #parts = new Map<Subscriber, Part[]>();

  /** True if nobody lacks anything. */
  get isEmpty(): boolean {
    return this.#parts.size === 0;
  }

  /** @param room is known by its identity. */
  add(room: object, payload: Payload, subscriber: Subscriber): void {
    const parts = this.#parts.get(subscriber);
    if (parts) parts.push({ room, payload });
    else this.#parts.set(subscriber, [{ room, payload }]);
  }

  /** The subscriber gets nothing more of this room. */
  leave(room: object, subscriber: Subscriber): void {
    const parts = this.#parts.get(subscriber)?.filter((part) => part.room !== room);
    if (!parts) return;
    if (parts.length > 0) this.#parts.set(subscriber, parts);
    else this.#parts.delete(subscriber);
  }

  /** Takes out what subscribers get, one after the other, until `deliver` returns false. */
  take(deliver: (subscriber: Subscriber, payloads: readonly Payload[]) => boolean): void {
    for (const [subscriber, parts] of this.#parts) {
      this.#parts.delete(subscriber);
      if (!deliver(subscriber, joined(parts))) return;
    }
  }
}

/** One payload, where copying costs less than the sends that it spares; else those that all share. */
function joined(parts: readonly Part[]): Payload[] {
  if (parts.length === 1) return [parts[0].payload];
  const payloads = parts.map(({ payload }) => payload);
  const length = payloads.reduce((sum, { text }) => sum + text.length + 1, 0);
  if (length > limits.sendCost) return payloads;
  return [new Payload(payloads.map(({ text }) => text).join("\n"))];
}
