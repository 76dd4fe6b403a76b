/**
 * What goes out to one connection: replies, those of a turn together, and live payloads, which wait while
 * what came before them is read from the log.
 * @module
 */
import type { Peer } from "../listener/listener.ts";
import { Payload } from "../listener/payload.ts";

export class Outbox {
  readonly #peer: Pick<Peer, "send" | "waiting">;
  readonly #flushSoon: () => void;
  #replies: string[] = [];
  #held: Payload[] | undefined;
  #heldLength = 0;

  /** @param flushSoon calls {@linkcode flush} at the end of this turn. */
  constructor(peer: Pick<Peer, "send" | "waiting">, flushSoon: () => void) {
    this.#peer = peer;
    this.#flushSoon = flushSoon;
  }

  /** Bytes that wait, here or for the operating system. */
  get waiting(): number {
    return this.#peer.waiting + this.#heldLength;
  }

  /** Sends a live payload, now or when those that are held may go. */
  send(payload: Payload): void {
    if (!this.#held) return this.#peer.send(payload);
    this.#held.push(payload);
    this.#heldLength += payload.text.length;
  }

  /** Sends encoded frames, joined by `\n`, with the others of this turn. */
  reply(frames: string): void {
    if (this.#replies.push(frames) === 1) this.#flushSoon();
  }

  /** Sends the replies. */
  flush(): void {
    if (this.#replies.length === 0) return;
    const text = this.#replies.join("\n");
    this.#replies = [];
    this.#peer.send(new Payload(text));
  }

  /** Holds live payloads from now on. */
  hold(): void {
    this.#held ??= [];
  }

  /** Lets the held payloads go, behind the replies that come before them. */
  release(): void {
    const held = this.#held;
    this.#held = undefined;
    this.#heldLength = 0;
    this.flush();
    for (const payload of held ?? []) this.#peer.send(payload);
  }

  /** Sends the replies, then `last`, and forgets what is held. */
  end(last: string): void {
    this.flush();
    this.#held = undefined;
    this.#heldLength = 0;
    this.#peer.send(new Payload(last));
  }
}
