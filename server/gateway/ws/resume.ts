/**
 * What a client has missed in its rooms, as much of it as one resume may send.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import type { Gap } from "../../../shared/protocol/mod.ts";
import type { Reader } from "../../store/log.ts";
import { encodeEvents } from "../feed.ts";

export interface Missed {
  /** There is more than is sent: the part before `frames` that the client has to page through. */
  gap?: Gap;
  /** Encoded events joined by `\n`; `""` for none. */
  frames: string;
}

/** One resume: a budget of bytes for all rooms together. */
export class Resume {
  readonly #reader: Pick<Reader, "range">;
  #bytes: number = limits.resumeBytes;

  constructor(reader: Pick<Reader, "range">) {
    this.#reader = reader;
  }

  /** The events of `room` with after < seq ≤ upTo: the newest ones, and a gap for those before. */
  async read(room: string, after: number, upTo: number): Promise<Missed> {
    if (after >= upTo) return { frames: "" };
    if (this.#bytes <= 0) return { gap: { type: "gap", room, after, upTo }, frames: "" };
    const events = await this.#reader.range(room, { after, upTo }, {
      events: limits.resumeEvents,
      bytes: this.#bytes,
      newestFirst: true,
    });
    const frames = encodeEvents(events);
    this.#bytes -= frames.length;
    const first = events.at(0)?.seq ?? upTo + 1;
    if (first === after + 1) return { frames };
    return { gap: { type: "gap", room, after, upTo: first - 1 }, frames };
  }
}
