/**
 * A node's end of the strangers of a cluster: there is one hub, at whichever node holds a lock, and all others
 * ask it over the broker. When it is gone, or something got lost, those who were with a stranger are told that
 * the stranger is gone, and whoever waits is brought to the next hub, without noticing.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { ParleyError } from "../../shared/errors.ts";
import type { StrangerState } from "../../shared/protocol/mod.ts";
import type { Broker } from "../bus/broker.ts";
import type { StrangerRule } from "../store/log.ts";
import { BEGUN, Crossing, type FromHub, type NodeSays, TO_HUB, toNode } from "./crossing.ts";
import { type Place, StrangerHost, tellPlace } from "./host.ts";
import { nobodyThere, StrangerHub } from "./hub.ts";
import type {
  StrangerAnswer,
  StrangerAsk,
  StrangerNews,
  StrangerQuestion,
  Strangers,
  TellStrangers,
} from "./messages.ts";
import { NumberedEnd } from "./numbered.ts";

/** Of questions that nobody here waits for an answer to. */
const NO_REF = 0;

/**
 * Does work whenever this node is the one of all; what the work gives ends it.
 *
 * @param work is told how to let another node be the one. @returns ends it for good.
 */
export type TakeTurns = (
  work: (resign: () => void) => () => void,
) => () => Promise<void>;

/** A connection that met strangers, or wants to. */
interface Seat {
  readonly gateway: number;
  readonly connection: number;
  readonly account: string;
  state: StrangerState;
  /** When they last asked for somebody or said something. */
  active: number;
  /** Asked of the hub, by `ref`. */
  readonly pending: Map<number, StrangerAsk>;
}

/** The way to the hub. */
interface Way {
  readonly name: number;
  /** Undefined until one answers. */
  hub?: string;
  readonly end: NumberedEnd<NodeSays>;
}

export class NodeStrangers implements Strangers {
  readonly #node: string;
  readonly #crossing: Crossing;
  readonly #tell: TellStrangers;
  readonly #now: () => number;
  /** Knows the blocks at all nodes, and lets people meet at one. */
  readonly #hub = new StrangerHub<Place>(tellPlace);
  readonly #takeTurns: TakeTurns;
  readonly #seats = new Map<number, Map<number, Seat>>();
  readonly #unsubscribes: (() => void)[];
  readonly #timer: ReturnType<typeof setInterval>;
  /** While this node is the one where they meet. */
  #host: StrangerHost | undefined;
  #endTurns: (() => Promise<void>) | undefined;
  #way: Way | undefined;
  #ways = 0;
  #turns = 0;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(
    node: string,
    broker: Pick<Broker, "publish" | "subscribe" | "connected">,
    takeTurns: TakeTurns,
    tell: TellStrangers,
    now: () => number = () => performance.now(),
  ) {
    this.#node = node;
    this.#takeTurns = takeTurns;
    this.#tell = tell;
    this.#now = now;
    const crossing = this.#crossing = new Crossing(broker);
    this.#unsubscribes = [
      crossing.subscribe(toNode(node), (message) => this.#take(message as FromHub)),
      crossing.subscribe(BEGUN, (hub) => this.#begun(hub as string)),
    ];
    this.#timer = setInterval(() => this.beat(), limits.strangersBeat);
  }

  /** From now on this node may be the one where they meet. */
  start(blocks: Iterable<readonly [account: string, blocked: string]>): void {
    this.#hub.start(blocks);
    this.#endTurns = this.#takeTurns((resign) => {
      const name = `${this.#node}.${++this.#turns}`;
      const host = new StrangerHost(name, this.#crossing, this.#hub, resign, this.#now);
      this.#host = host;
      return () => {
        this.#host = undefined;
        host.close();
      };
    });
  }

  receive(gateway: number, question: StrangerQuestion): void {
    const { connection, ref, account, ask } = question;
    const seat = this.#seat(gateway, connection, account);
    if (ask.name === "next" || ask.name === "say") seat.active = this.#now();
    if (this.#way?.hub !== undefined) {
      seat.pending.set(ref, ask);
      return this.#way.end.say({ gateway, question });
    }
    this.#answer(seat, ref, withoutHub(seat, ask));
  }

  gone(gateway: number, connection: number): void {
    const seats = this.#seats.get(gateway);
    if (!seats?.delete(connection)) return;
    if (seats.size === 0) this.#seats.delete(gateway);
    this.#say({ gateway, gone: connection });
  }

  dropGateway(gateway: number): void {
    if (this.#seats.delete(gateway)) this.#say({ gateway, ended: true });
  }

  heed(rules: readonly StrangerRule[]): void {
    this.#hub.heed(rules);
  }

  /** Says that this node lives, and looks whether the hub does. Called every `limits.strangersBeat`. */
  beat(): void {
    this.#host?.beat();
    const way = this.#way;
    if (!way) this.#seek();
    else if (way.hub !== undefined && way.end.isSilent) this.#lose();
    else way.end.beat();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#sayOver();
    await this.#endTurns?.();
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    this.#hub.close();
  }

  #seat(gateway: number, connection: number, account: string): Seat {
    let seats = this.#seats.get(gateway);
    if (!seats) this.#seats.set(gateway, seats = new Map());
    let seat = seats.get(connection);
    if (!seat) {
      const active = this.#now();
      seat = { gateway, connection, account, state: "none", active, pending: new Map() };
      seats.set(connection, seat);
    }
    return seat;
  }

  *#allSeats(): Generator<Seat> {
    for (const seats of this.#seats.values()) yield* seats.values();
  }

  /** Asks who is the hub, until one says so. */
  #seek(): void {
    if (this.#way) return;
    const name = ++this.#ways;
    const way: Way = this.#way = {
      name,
      end: new NumberedEnd(
        (message) => {
          const address = { node: this.#node, way: name, hub: way.hub };
          this.#crossing.publish(TO_HUB, { ...address, ...message });
        },
        this.#now,
      ),
    };
    way.end.beat();
  }

  #begun(hub: string): void {
    if (this.#way && this.#way.hub !== hub) this.#lose();
    this.#seek();
  }

  #take(message: FromHub): void {
    const way = this.#way;
    if (way?.name !== message.way) return;
    const isFirst = way.hub === undefined;
    way.hub ??= message.hub;
    // Two hubs may have answered, while one has not noticed yet that it is none any more.
    if (way.hub !== message.hub) return;
    if ("over" in message || !way.end.take(message)) return this.#lose();
    if (isFirst) this.#arrive(way);
    if (message.said) this.#hear(message.said.gateway, message.said.news);
  }

  /** Whoever waited without a hub waits there from now on. */
  #arrive({ end }: Way): void {
    const ask: StrangerAsk = { name: "next" };
    for (const { gateway, connection, account, state, pending } of this.#allSeats()) {
      if (state !== "waiting") continue;
      pending.set(NO_REF, ask);
      end.say({ gateway, question: { connection, ref: NO_REF, account, ask } });
    }
  }

  #hear(gateway: number, news: StrangerNews): void {
    const seat = this.#seats.get(gateway)?.get(news.connection);
    if (!seat) return;
    if ("frame" in news) {
      if (news.frame.type === "stranger") seat.state = news.frame.state;
      return this.#tell(gateway, news);
    }
    const { ref, answer } = news;
    seat.pending.delete(ref);
    if (answer.ok && "state" in answer.result) seat.state = answer.result.state;
    this.#answer(seat, ref, answer);
  }

  #answer({ gateway, connection, state }: Seat, ref: number, answer: StrangerAnswer): void {
    if (ref !== NO_REF) this.#tell(gateway, { connection, ref, answer });
    else if (state === "paired") {
      this.#tell(gateway, { connection, frame: { type: "stranger", state } });
    }
  }

  /** The hub is gone, and with it what it knew. */
  #lose(): void {
    this.#sayOver();
    for (const seat of this.#allSeats()) {
      if (seat.state === "paired") {
        // As the hub does it: an empty chair is nobody to meet.
        const isThere = this.#now() - seat.active <= limits.strangerSilence;
        const state = seat.state = isThere ? "waiting" : "none";
        const { gateway, connection } = seat;
        this.#tell(gateway, { connection, frame: { type: "stranger", state, ended: "gone" } });
      }
      for (const [ref, ask] of seat.pending) this.#answer(seat, ref, withoutHub(seat, ask));
      seat.pending.clear();
    }
  }

  #say(said: NodeSays): void {
    if (this.#way?.hub !== undefined) this.#way.end.say(said);
  }

  #sayOver(): void {
    const way = this.#way;
    this.#way = undefined;
    if (way?.hub === undefined) return;
    const { name, hub } = way;
    this.#crossing.publish(TO_HUB, { node: this.#node, way: name, hub, over: true });
  }
}

/** Without a hub one can wait, and no more. */
function withoutHub(seat: Seat, { name }: StrangerAsk): StrangerAnswer {
  switch (name) {
    case "next":
    case "leave":
      seat.state = name === "next" ? "waiting" : "none";
      return { ok: true, result: { state: seat.state } };
    case "say":
      return refusal(nobodyThere());
    case "block":
      return refusal(
        new ParleyError(
          "unavailable",
          "The server that knew the stranger is gone, and so is the stranger. If you meet them again, try " +
            "once more.",
        ),
      );
  }
}

function refusal({ code, message }: ParleyError): StrangerAnswer {
  return { ok: false, code, message };
}
