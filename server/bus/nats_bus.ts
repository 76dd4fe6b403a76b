/**
 * The bus between the nodes of a cluster: what happens in a room goes to those nodes where somebody follows
 * it. Nothing here needs to arrive. Where rooms are is read from the database now and then, more often while
 * there is no broker, and whoever lacks something reads the log.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { limits } from "../../shared/limits.ts";
import type { Person } from "../../shared/protocol/mod.ts";
import type { Broker } from "./broker.ts";
import type { EventRun, EventsPost } from "./bus.ts";

const logger = getLogger(["parley", "broker"]);

export type Heads = [room: string, head: number][];

/** What other nodes tell. */
export interface Hearer {
  events(runs: EventRun[]): void;
  typing(room: string, person: Person): void;
  /** Where rooms that are followed here are by now, as far as that is news. */
  heads(heads: Heads): void;
}

/** Before the frames of a run, or alone: one line of JSON. */
type Header =
  | { from: number; to: number; out?: string }
  /** A run that was too large to be told. */
  | { head: number }
  | { typing: Person };

interface Followed {
  /** Gateways of this node. */
  gateways: Set<number>;
  /** The newest `seq` that was told here. */
  head: number;
  end(): void;
}

export class NatsBus {
  readonly #broker: Broker;
  readonly #hearer: Hearer;
  readonly #readHeads: (rooms: string[]) => Promise<Heads>;
  readonly #rooms = new Map<string, Followed>();
  /** Rooms that the broker may not know yet that they are followed here. */
  #fresh = new Set<string>();
  #confirming = false;
  #runs: EventRun[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /** @param readHeads asks the database. */
  constructor(broker: Broker, hearer: Hearer, readHeads: (rooms: string[]) => Promise<Heads>) {
    this.#broker = broker;
    this.#hearer = hearer;
    this.#readHeads = readHeads;
    broker.onReconnect(() => this.#lookAgain());
    this.#plan();
  }

  /** A gateway of this node follows a room. */
  follow(gateway: number, room: string): void {
    const followed = this.#rooms.get(room);
    if (followed) {
      followed.gateways.add(gateway);
      return;
    }
    const end = this.#broker.subscribe(`room.${room}`, (payload) => this.#take(room, payload));
    this.#rooms.set(room, { gateways: new Set([gateway]), head: 0, end });
    this.#fresh.add(room);
    this.#confirm();
  }

  unfollow(gateway: number, room: string): void {
    const followed = this.#rooms.get(room);
    if (!followed?.gateways.delete(gateway) || followed.gateways.size > 0) return;
    followed.end();
    this.#rooms.delete(room);
    this.#fresh.delete(room);
  }

  /** A gateway ended. */
  dropGateway(gateway: number): void {
    for (const room of [...this.#rooms.keys()]) this.unfollow(gateway, room);
  }

  /** Tells the other nodes what was committed here. */
  post({ runs }: EventsPost): void {
    for (const { room, from, to, out, frames } of runs) {
      this.#note(room, to);
      if (!this.#say(room, { from, to, out }, frames)) this.#say(room, { head: to });
    }
  }

  /** Tells the other nodes that somebody here writes something. */
  typing(room: string, person: Person): void {
    this.#say(room, { typing: person });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const { end } of this.#rooms.values()) end();
    this.#rooms.clear();
  }

  #say(room: string, header: Header, frames = ""): boolean {
    return this.#broker.publish(`room.${room}`, `${JSON.stringify(header)}\n${frames}`);
  }

  #take(room: string, payload: Uint8Array): void {
    const text = new TextDecoder().decode(payload);
    const end = text.indexOf("\n");
    const header = JSON.parse(text.slice(0, end)) as Header;
    if ("typing" in header) return this.#hearer.typing(room, header.typing);
    if ("head" in header) return this.#hearer.heads([[room, header.head]]);
    this.#note(room, header.to);
    const run = { room, ...header, frames: text.slice(end + 1) };
    if (this.#runs.push(run) > 1) return;
    setImmediate(() => {
      const runs = this.#runs;
      this.#runs = [];
      this.#hearer.events(runs);
    });
  }

  #note(room: string, head: number): void {
    const followed = this.#rooms.get(room);
    if (followed && followed.head < head) followed.head = head;
  }

  /**
   * What was published before the broker knew that a room is followed here, nobody tells: so where the room
   * is has to be asked for once more after that.
   */
  async #confirm(): Promise<void> {
    if (this.#confirming) return;
    this.#confirming = true;
    while (this.#fresh.size > 0) {
      // What was followed in this turn goes together.
      await new Promise<void>((resolve) => setImmediate(resolve));
      const rooms = [...this.#fresh];
      this.#fresh.clear();
      await this.#broker.flush();
      await this.#ask(rooms);
    }
    this.#confirming = false;
  }

  #plan(): void {
    const interval = this.#broker.connected ? limits.headsInterval : limits.headsAlone;
    this.#timer = setTimeout(async () => {
      await this.#look();
      if (!this.#closed) this.#plan();
    }, interval);
  }

  async #lookAgain(): Promise<void> {
    await this.#broker.flush();
    await this.#look();
  }

  /** Finds what was lost: a message that was the last one of its room shows in no other way. */
  #look(): Promise<void> {
    return this.#ask([...this.#rooms.keys()]);
  }

  async #ask(rooms: string[]): Promise<void> {
    if (rooms.length === 0 || this.#closed) return;
    try {
      const heads = await this.#readHeads(rooms);
      const news = heads.filter(([room, head]) => head > (this.#rooms.get(room)?.head ?? Infinity));
      for (const [room, head] of news) this.#note(room, head);
      if (news.length > 0) this.#hearer.heads(news);
    } catch (error) {
      logger.debug("Where rooms are could not be read: {error}", { error });
    }
  }
}
