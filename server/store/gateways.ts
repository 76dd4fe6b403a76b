/**
 * The store's lines to the gateways of its node: answers, and what all of them are told.
 * @module
 */
import type { Bus, EventsPost, PresenceChange } from "../bus/bus.ts";
import { Beacon } from "./beacon.ts";
import { isPutOff } from "./client.ts";
import type { News, Write, WriteAnswer } from "./log.ts";
import type { ToGateway } from "./messages.ts";

/** The store's end of its line to a gateway. */
export interface GatewayLine {
  post(message: ToGateway): void;
}

/** A write that waits for its turn. */
export interface Waiting {
  /** 0: the store itself. */
  gateway: number;
  ref: number;
  write: Write;
}

export class Gateways {
  readonly #bus: Bus;
  readonly #presenceVersion: () => number;
  readonly #lines = new Map<number, GatewayLine>();
  /** By gateway: refusals not dealt with there. What was under way behind them must not overtake them. */
  readonly #refusals = new Map<number, number>();
  readonly #beacon: Beacon;
  #presenceChanges: PresenceChange[] = [];

  /** @param presenceVersion how many changes of presence there were. */
  constructor(bus: Bus, presenceVersion: () => number) {
    this.#bus = bus;
    this.#presenceVersion = presenceVersion;
    this.#beacon = new Beacon((beacon) => this.tellAll(beacon), presenceVersion);
  }

  add(gateway: number, line: GatewayLine): void {
    this.#lines.set(gateway, line);
  }

  remove(gateway: number): void {
    this.#lines.delete(gateway);
    this.#refusals.delete(gateway);
  }

  has(gateway: number): boolean {
    return this.#lines.has(gateway);
  }

  /** True if what the gateway says may have been on its way behind something that was refused. */
  isRefused(gateway: number): boolean {
    return (this.#refusals.get(gateway) ?? 0) > 0;
  }

  /** The gateway dealt with one message of refusals. */
  refusalOver(gateway: number): void {
    this.#refusals.set(gateway, this.#refusals.get(gateway)! - 1);
  }

  tell(gateway: number, message: ToGateway): void {
    this.#lines.get(gateway)?.post(message);
  }

  tellAll(message: ToGateway): void {
    for (const line of this.#lines.values()) line.post(message);
  }

  answer(batch: Waiting[], answers: WriteAnswer[]): void {
    const byGateway = new Map<number, { ref: number; answer: WriteAnswer }[]>();
    batch.forEach(({ gateway, ref }, index) => {
      let items = byGateway.get(gateway);
      if (!items) byGateway.set(gateway, items = []);
      items.push({ ref, answer: answers[index] });
    });
    for (const [gateway, items] of byGateway) {
      const line = this.#lines.get(gateway);
      if (line && items.some(({ answer }) => isPutOff(answer))) {
        this.#refusals.set(gateway, (this.#refusals.get(gateway) ?? 0) + 1);
      }
      line?.post({ op: "answers", items });
    }
  }

  /** Tells of events, of this node or another. */
  events(post: EventsPost): void {
    this.#bus.post(post);
    for (const { room, to } of post.runs) this.noteHead(room, to);
  }

  /** The next beacon tells where a room is. */
  noteHead(room: string, seq: number): void {
    this.#beacon.note(room, seq);
  }

  /** Tells where rooms are, in case that nobody told of what is new there. */
  heads(heads: [room: string, head: number][]): void {
    this.tellAll({ op: "beacon", heads, presence: this.#presenceVersion() });
  }

  /** Tells of what else a transaction did, of this node or another. */
  news({ memberships, notices, people, endedSessions }: News): void {
    if (memberships.length > 0) this.tellAll({ op: "memberships", changes: memberships });
    if (notices.length > 0) this.tellAll({ op: "notices", notices });
    if (people.length > 0) this.tellAll({ op: "people", changes: people });
    if (endedSessions.length > 0) {
      this.tellAll({ op: "ended-sessions", tokenHashes: endedSessions });
    }
  }

  /** Tells of a change of presence, those of one turn together. */
  presence(change: PresenceChange): void {
    if (this.#presenceChanges.push(change) > 1) return;
    setImmediate(() => {
      const changes = this.#presenceChanges;
      this.#presenceChanges = [];
      this.#bus.post({ kind: "presence", version: this.#presenceVersion(), changes });
    });
  }

  /** Lets everybody come back, and be told anew what is theirs. */
  sendAway(reason: string): void {
    this.tellAll({ op: "send-away", reason });
  }

  close(): void {
    this.#beacon.close();
  }
}
