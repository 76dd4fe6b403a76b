/**
 * A flood into many rooms: every connection sends to its rooms in turn and counts what it is delivered,
 * and a fixed number of messages is in flight, all rooms together.
 * @module
 */
import { type Counters, drain } from "./flood.ts";
import { MarkScanner } from "./mark.ts";
import type { Sender } from "./sender.ts";

/** Messages that one connection has in flight at most: below what a server takes of it. */
const IN_FLIGHT = 200;

export class RoomsFlood {
  readonly #members: readonly Sender[];
  readonly #hearers: number;
  #next = 0;
  #sent = 0;
  #acked = 0;
  #deliveries = 0;
  #stopping = false;

  /** @param hearers how many each message is delivered to. */
  constructor(members: readonly Sender[], hearers: number, window: number) {
    this.#members = members;
    this.#hearers = hearers;
    for (const member of members) {
      member.texts = MarkScanner.ofTexts(() => this.#deliveries++);
      member.onAcks = ({ length }) => {
        this.#acked += length;
        if (!this.#stopping) this.#send(length);
      };
    }
    this.#send(window);
  }

  count(): Counters {
    const bytes = this.#members.reduce((sum, member) => sum + member.bytes, 0);
    return { acked: this.#acked, deliveries: this.#deliveries, bytes };
  }

  /** @throws {Error} unless everybody got every message of their rooms, and nothing else. */
  stop(): Promise<void> {
    this.#stopping = true;
    const expected = this.#sent * this.#hearers;
    return drain(
      () => this.#acked === this.#sent && this.#deliveries === expected,
      () =>
        `Of ${this.#sent} messages ${this.#acked} were acknowledged; of ${expected} deliveries ` +
        `${this.#deliveries} came.`,
    );
  }

  /** Sends so many messages, by those whose turn it is and who are answered as fast as the others. */
  #send(count: number): void {
    const each = Math.ceil(count / this.#members.length);
    for (let left = count; left > 0; left -= each) {
      const member = this.#nextMember(each);
      member.send(Array.from({ length: Math.min(each, left) }, () => this.#sent++));
    }
  }

  /** @param messages that it is to send. */
  #nextMember(messages: number): Sender {
    for (let tries = 0; tries < this.#members.length; tries++) {
      const member = this.#members[this.#next++ % this.#members.length];
      if (member.unanswered + messages <= IN_FLIGHT) return member;
    }
    throw new Error(
      `Nobody may send: all have ${IN_FLIGHT} messages in flight. Use a smaller window.`,
    );
  }
}
