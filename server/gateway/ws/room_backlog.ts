/**
 * What a room has to send, and how far each of its subscribers has got in that: a log of texts, which are
 * dropped when everybody has them.
 *
 * Subscribers are served in rounds, always in the same order. So whoever is first has got least far.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import type { Payload } from "../listener/payload.ts";

/** Consecutive texts as one payload: the same object for all who lack the same. */
interface Share {
  readonly payload: Payload;
  /** Number of its first text, and of the one behind its last. */
  readonly from: number;
  readonly to: number;
  /** Where the log ended when it was made. */
  readonly end: number;
}

export class RoomBacklog<Subscriber> {
  /** With the number of the first text that each lacks. */
  readonly subscribers = new Map<Subscriber, number>();
  /** To be called when less waits. */
  late?: (() => void)[];
  #texts: string[] = [];
  /** Number of the first of them. */
  #first = 0;
  #length = 0;
  /** True while nobody has the last text: it may become longer. */
  #open = false;
  /** Those who are still to be served in this round, and how many were. */
  #round: MapIterator<Subscriber> | undefined;
  #served = 0;
  #share: Share | undefined;
  /** The text that this round goes up to, if that is settled. */
  #goal: number | undefined;
  readonly #encode: (text: string) => Payload;

  /** @param encode is called once for each payload. */
  constructor(encode: (text: string) => Payload) {
    this.#encode = encode;
  }

  /** Characters that somebody lacks. */
  get length(): number {
    return this.#length;
  }

  get isEmpty(): boolean {
    return this.#texts.length === 0;
  }

  /** The part of the subscribers that were served in this round, if the others get later texts as well. */
  get progress(): number | undefined {
    return this.#goal === undefined ? Math.min(this.#served / this.subscribers.size, 1) : undefined;
  }

  get #end(): number {
    return this.#first + this.#texts.length;
  }

  /** Adds frames, joined by `\n`. @returns characters that wait more. */
  add(text: string): number {
    const last = this.#texts.length - 1;
    if (this.#open && this.#texts[last].length + 1 + text.length <= limits.payloadLength) {
      this.#texts[last] += "\n" + text;
    } else {
      this.#texts.push(text);
      this.#open = true;
    }
    // With the \n that may join it to the one before.
    this.#length += text.length + 1;
    return text.length + 1;
  }

  /** The subscriber gets what is added from now on. All others must have what was added before. */
  join(subscriber: Subscriber): void {
    if (!this.subscribers.has(subscriber)) this.subscribers.set(subscriber, this.#end);
  }

  /**
   * Goes on with the round, or begins one, until `deliver` returns false. Each gets one payload.
   *
   * Who is served later gets what came meanwhile as well, unless the payload is long: that costs too much
   * to be made again.
   *
   * @returns true if the round is over.
   */
  serve(deliver: (subscriber: Subscriber, payload: Payload) => boolean): boolean {
    if (!this.#round) {
      this.#round = this.subscribers.keys();
      this.#served = 0;
    }
    // Left before its end, the iterator of a map goes on where it was.
    for (const subscriber of this.#round) {
      this.#served++;
      const share = this.#shareFrom(this.subscribers.get(subscriber)!);
      if (!share) continue;
      this.subscribers.set(subscriber, share.to);
      if (!deliver(subscriber, share.payload)) return false;
    }
    this.#round = this.#share = this.#goal = undefined;
    return true;
  }

  /** Drops what nobody lacks, when a round is over. @returns characters that wait no more. */
  trim(): number {
    const [least = this.#end] = this.subscribers.values();
    const dropped = this.#texts.splice(0, least - this.#first);
    this.#first = least;
    // Those who lacked it may all have left.
    if (this.isEmpty) this.#open = false;
    const length = dropped.reduce((sum, text) => sum + text.length + 1, 0);
    this.#length -= length;
    return length;
  }

  /** @returns what somebody gets who lacks all from this text on; undefined for nothing. */
  #shareFrom(from: number): Share | undefined {
    const end = this.#goal ?? this.#end;
    if (from >= end) return undefined;
    if (this.#share?.from === from && this.#share.end === end) return this.#share;
    let to = from + 1;
    let text = this.#textAt(from);
    while (to < end && text.length + 1 + this.#textAt(to).length <= limits.payloadLength) {
      text += "\n" + this.#textAt(to++);
    }
    if (to === this.#end) this.#open = false;
    if (text.length > limits.sendCost) this.#goal ??= to;
    return this.#share = { payload: this.#encode(text), from, to, end: this.#goal ?? end };
  }

  #textAt(number: number): string {
    return this.#texts[number - this.#first];
  }
}
