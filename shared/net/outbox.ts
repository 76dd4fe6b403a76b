/**
 * The outbox: messages in the order in which they were written, each kept until the server has
 * answered for it. Decides what to send and when; knows no socket. Pure.
 *
 * What it must keep: the server sees first copies of messages in the order of the outbox. So a refusal
 * that passes by holds back everything from that message on, and a reconnect sends all again.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";
import { TokenBucket } from "../token_bucket.ts";
import { type RequestInput, Send, type Welcome } from "../protocol/mod.ts";
import type { OutgoingMessage } from "../connection.ts";

/** Refusals that pass by: the same message may be sent again later. */
const PASSING = new Set(["rate-limited", "busy", "unavailable"]);

export class Outbox {
  readonly #queue: OutgoingMessage[] = [];
  /** The first so many of the queue are sent on this connection and not answered. */
  #sent = 0;
  /** Nothing is sent before this time: the server asked to wait. */
  #heldUntil = 0;
  #pace = new TokenBucket(0, 1, 0);

  /** What the server has not answered for, oldest first. */
  get messages(): readonly OutgoingMessage[] {
    return this.#queue;
  }

  /** Why the message can't be sent at all, if so. */
  judge(message: OutgoingMessage): { code: string; reason: string } | undefined {
    if (this.#queue.length >= limits.outboxMessages) {
      return { code: "busy", reason: "Too many messages wait to be sent. Send it again later." };
    }
    // The server closes on a frame that is far too long, and would at each reconnect.
    const result = v.safeParse(Send, sendFrame(message));
    if (result.success) return undefined;
    const says = result.issues[0].message;
    const code = says.includes("is longer than") ? "too-large" : "bad-request";
    return { code, reason: `The message ${says}.` };
  }

  add(message: OutgoingMessage): void {
    this.#queue.push(message);
  }

  /** A new connection: everything is sent again, at the pace that the server named. */
  connected(pace: Welcome["limits"], now: number): void {
    this.#sent = 0;
    const { sendsPerSecond: rate, sendBurst: burst } = pace;
    if (rate === this.#pace.rate && burst === this.#pace.burst) return;
    this.#pace = new TokenBucket(rate, Math.max(1, burst), now);
  }

  /**
   * The messages to send now, in order; they count as sent.
   *
   * @returns `wait`: milliseconds after which to ask again, if time alone holds some back.
   */
  take(now: number): { send: OutgoingMessage[]; wait?: number } {
    const send: OutgoingMessage[] = [];
    while (this.#sent < Math.min(this.#queue.length, limits.sendWindow)) {
      const wait = Math.max(0, this.#heldUntil - now) || this.#pace.take(now);
      if (wait > 0) return { send, wait };
      send.push(this.#queue[this.#sent++]);
    }
    return { send };
  }

  /** The server has it. @returns the message if it waited for that. */
  acked(id: string): OutgoingMessage | undefined {
    return this.#remove(this.#queue.findIndex((message) => message.id === id));
  }

  /**
   * The server refused it. A refusal that passes by keeps the message.
   *
   * @param retryAfter seconds.
   * @returns the message if it is refused for good; it has left the outbox.
   */
  refused(
    id: string,
    code: string,
    retryAfter: number | undefined,
    now: number,
  ): OutgoingMessage | undefined {
    const index = this.#queue.findIndex((message) => message.id === id);
    if (index < 0 || !PASSING.has(code)) return this.#remove(index);
    const wait = retryAfter === undefined ? limits.sendRetry : retryAfter * 1000;
    this.#heldUntil = Math.max(this.#heldUntil, now + wait);
    this.#sent = Math.min(this.#sent, index);
  }

  #remove(index: number): OutgoingMessage | undefined {
    if (index < 0) return undefined;
    if (index < this.#sent) this.#sent--;
    return this.#queue.splice(index, 1)[0];
  }
}

/** A message as the server takes it. */
export function sendFrame(message: OutgoingMessage): RequestInput<"send"> {
  const { id, room, text, action, replyTo, to } = message;
  return {
    type: "send",
    id,
    room,
    text,
    ...(action && { action }),
    ...(replyTo !== undefined && { replyTo }),
    ...(to && { to: [...to] }),
  };
}
