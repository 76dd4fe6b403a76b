/**
 * Tells now and then where the rooms that changed of late are by now, and the presence: it shows what the bus lost
 * last. Not over the bus: if both the last post of a room and its beacon got lost, nobody would notice.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { ToGateway } from "./messages.ts";

export class Beacon {
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #tell: (beacon: ToGateway) => void;
  readonly #presence: () => number;
  #heads = new Map<string, number>();
  #lastPresence = 0;

  /** @param presence gives the version of the presence. */
  constructor(tell: (beacon: ToGateway) => void, presence: () => number) {
    this.#tell = tell;
    this.#presence = presence;
    this.#timer = setInterval(() => this.#send(), limits.beaconInterval);
  }

  /** The room's log goes up to `seq`, at the least. */
  note(room: string, seq: number): void {
    this.#heads.set(room, Math.max(seq, this.#heads.get(room) ?? 0));
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #send(): void {
    const presence = this.#presence();
    if (this.#heads.size === 0 && this.#lastPresence === presence) return;
    this.#tell({ op: "beacon", heads: [...this.#heads], presence });
    this.#heads = new Map();
    this.#lastPresence = presence;
  }
}
