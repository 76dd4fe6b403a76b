/**
 * Tells the other nodes who is online at this one, and hears it of them. A change that got lost shows as a jump
 * of the node's count, and the whole is asked for; a node whose heartbeat stopped has nobody online any more.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { Broker } from "../bus/broker.ts";
import type { PresenceChange } from "../bus/bus.ts";

/** People in one message. */
const PART = 1_000;

type Message =
  & { node: string }
  & (
    /** `version` counts the node's changes, these among them; without any it is a heartbeat. */
    | { version: number; changes: PresenceChange[] }
    /** Everybody at the node. */
    | { version: number; part: number; parts: number; people: PresenceChange[] }
    /** Asks that node for everybody. */
    | { ask: string }
    /** Somebody says that they are away, or no longer, at all of their devices. */
    | { account: string; away?: { text?: string }; at: number }
    | { gone: true }
  );

/** The hub of this node. */
interface Local {
  readonly version: number;
  people(): PresenceChange[];
  setAway(account: string, away: { text?: string } | undefined, at: number): void;
}

/** What is known of all nodes. */
interface Known {
  set(node: string, change: PresenceChange): void;
  replace(node: string, people: readonly PresenceChange[]): void;
  drop(node: string): void;
}

interface Other {
  /** −1: nothing is known of it yet. */
  version: number;
  heardAt: number;
  askedAt: number;
  /** Parts of the whole that came so far. */
  parts: PresenceChange[][];
}

export class NodePresence {
  readonly #node: string;
  readonly #broker: Pick<Broker, "publish" | "subscribe" | "connected">;
  readonly #local: Local;
  readonly #known: Known;
  readonly #now: () => number;
  readonly #others = new Map<string, Other>();
  readonly #unsubscribe: () => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #changes: PresenceChange[] = [];
  #wholeIsDue = false;
  /** How long nothing could be heard, for want of a broker. */
  #deafSince: number | undefined;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(
    node: string,
    broker: Pick<Broker, "publish" | "subscribe" | "connected">,
    local: Local,
    known: Known,
    now: () => number = () => performance.now(),
  ) {
    this.#node = node;
    this.#broker = broker;
    this.#local = local;
    this.#known = known;
    this.#now = now;
    this.#unsubscribe = broker.subscribe("presence", (payload) => {
      this.#take(JSON.parse(new TextDecoder().decode(payload)));
    });
    this.#timer = setInterval(() => this.beat(), limits.nodeHeartbeat);
    this.beat();
  }

  /** The hub of this node counted and announced a change. */
  changed(change: PresenceChange): void {
    if (this.#changes.push(change) > 1) return;
    setImmediate(() => this.#tellChanges());
  }

  /** Somebody at this node says that they are away, or (undefined) no longer. */
  away(account: string, away: { text?: string } | undefined, at: number): void {
    this.#say({ node: this.#node, account, away, at });
  }

  /** Says that this node lives, and looks which of the others do. Called every `limits.nodeHeartbeat`. */
  beat(): void {
    this.#say({ node: this.#node, version: this.#told, changes: [] });
    const now = this.#now();
    if (!this.#broker.connected) {
      this.#deafSince ??= now;
      return;
    }
    if (this.#deafSince !== undefined) {
      // They may have been there all the time.
      for (const other of this.#others.values()) other.heardAt += now - this.#deafSince;
      this.#deafSince = undefined;
    }
    for (const [node, { heardAt }] of this.#others) {
      if (now - heardAt > limits.nodeSilence) this.#drop(node);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#say({ node: this.#node, gone: true });
    this.#unsubscribe();
  }

  /** Up to where the others were told. */
  get #told(): number {
    return this.#local.version - this.#changes.length;
  }

  #take(message: Message): void {
    const { node } = message;
    if ("gone" in message) return this.#drop(node);
    const other = this.#hear(node);
    if ("ask" in message) {
      if (message.ask === this.#node) this.#tellAllSoon();
    } else if ("account" in message) {
      this.#local.setAway(message.account, message.away, message.at);
    } else if ("people" in message) {
      this.#takePart(node, other, message);
    } else {
      const { version, changes } = message;
      if (version <= other.version) return;
      if (other.version < 0 || version - changes.length > other.version) {
        return this.#ask(node, other);
      }
      const news = changes.slice(changes.length - (version - other.version));
      for (const change of news) this.#known.set(node, change);
      this.#hearAway(news);
      other.version = version;
    }
  }

  #takePart(
    node: string,
    other: Other,
    { version, part, parts, people }: Extract<Message, { part: number }>,
  ): void {
    if (part === 0) other.parts = [];
    if (part !== other.parts.length) return;
    other.parts.push(people);
    if (other.parts.length < parts) return;
    const everybody = other.parts.flat();
    this.#known.replace(node, everybody);
    this.#hearAway(everybody);
    other.version = version;
    other.parts = [];
  }

  /** What somebody said at another node counts at this one too: so that a message that got lost is made up for. */
  #hearAway(people: readonly PresenceChange[]): void {
    for (const { person, said, text, saidAt } of people) {
      if (saidAt !== undefined) this.#local.setAway(person.id, said && { text }, saidAt);
    }
  }

  #hear(node: string): Other {
    let other = this.#others.get(node);
    if (!other) {
      other = { version: -1, heardAt: 0, askedAt: -Infinity, parts: [] };
      this.#others.set(node, other);
    }
    other.heardAt = this.#now();
    return other;
  }

  #ask(node: string, other: Other): void {
    const now = this.#now();
    if (now - other.askedAt < limits.nodeHeartbeat / 2) return;
    other.askedAt = now;
    this.#say({ node: this.#node, ask: node });
  }

  #drop(node: string): void {
    if (this.#others.delete(node)) this.#known.drop(node);
  }

  #tellChanges(): void {
    const changes = this.#changes;
    let version = this.#told;
    this.#changes = [];
    while (changes.length > 0) {
      const some = changes.splice(0, PART);
      version += some.length;
      this.#say({ node: this.#node, version, changes: some });
    }
  }

  /** Several may ask for it at once. */
  #tellAllSoon(): void {
    if (this.#wholeIsDue) return;
    this.#wholeIsDue = true;
    setImmediate(() => {
      this.#wholeIsDue = false;
      this.#tellChanges();
      const { version } = this.#local;
      const people = this.#local.people();
      const parts = Math.max(1, Math.ceil(people.length / PART));
      for (let part = 0; part < parts; part++) {
        const some = people.slice(part * PART, (part + 1) * PART);
        this.#say({ node: this.#node, version, part, parts, people: some });
      }
    });
  }

  #say(message: Message): void {
    this.#broker.publish("presence", JSON.stringify(message));
  }
}
