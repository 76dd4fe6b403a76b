/**
 * Lets the strangers of all nodes meet at this one's hub, for as long as this node is the one. A node of which
 * something got lost, or which is silent, is taken for gone, and all of its people with it.
 * @module
 */
import { BEGUN, type Crossing, type FromNode, type HubSays, TO_HUB, toNode } from "./crossing.ts";
import type { StrangerHub } from "./hub.ts";
import type { StrangerNews } from "./messages.ts";
import { NumberedEnd } from "./numbered.ts";

/** A node, as long as nothing of it got lost. */
interface Link {
  readonly node: string;
  readonly way: number;
  readonly end: NumberedEnd<HubSays>;
  readonly gateways: Map<number, Place>;
  over: boolean;
}

/** A gateway of a node. */
export interface Place {
  readonly link: Link;
  readonly gateway: number;
}

export function tellPlace({ link, gateway }: Place, news: StrangerNews): void {
  if (!link.over) link.end.say({ gateway, news });
}

export class StrangerHost {
  readonly #name: string;
  readonly #crossing: Crossing;
  readonly #hub: StrangerHub<Place>;
  readonly #resign: () => void;
  readonly #now: () => number;
  readonly #links = new Map<string, Link>();
  readonly #unsubscribes: (() => void)[];

  /**
   * @param name no other hub has or had it. @param resign says that another node had better be the one.
   * @param now milliseconds of a clock that never goes back.
   */
  constructor(
    name: string,
    crossing: Crossing,
    hub: StrangerHub<Place>,
    resign: () => void,
    now: () => number,
  ) {
    this.#name = name;
    this.#crossing = crossing;
    this.#hub = hub;
    this.#resign = resign;
    this.#now = now;
    this.#unsubscribes = [
      crossing.subscribe(TO_HUB, (message) => this.#take(message as FromNode)),
      // There is one lock: whoever has it by now, this node lost it without having noticed.
      crossing.subscribe(BEGUN, (begun) => begun === name || resign()),
    ];
    crossing.publish(BEGUN, name);
  }

  /** Called every `limits.strangersBeat`. */
  beat(): void {
    if (!this.#crossing.connected) return this.#resign();
    for (const link of this.#links.values()) {
      if (link.end.isSilent) this.#end(link);
      else link.end.beat();
    }
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    const links = [...this.#links.values()];
    // All at once: nobody meets anybody on the way out.
    for (const link of links) link.over = true;
    for (const link of links) this.#end(link);
  }

  #take(message: FromNode): void {
    const { node, way, hub } = message;
    // It has another one. What it has here grows silent.
    if (hub !== undefined && hub !== this.#name) return;
    let link = this.#links.get(node);
    if (link?.way !== way) {
      if ("over" in message) return;
      if (link) this.#drop(link);
      link = this.#open(node, way);
    }
    if ("over" in message) return this.#drop(link);
    if (!link.end.take(message)) return this.#end(link);
    if (!message.said) return;
    const { said } = message;
    const place = placeOf(link, said.gateway);
    if ("question" in said) return this.#hub.receive(place, said.question);
    if ("gone" in said) return this.#hub.gone(place, said.gone);
    link.gateways.delete(said.gateway);
    this.#hub.dropGateway(place);
  }

  #open(node: string, way: number): Link {
    const address = { hub: this.#name, node, way };
    const end = new NumberedEnd<HubSays>(
      (message) => this.#crossing.publish(toNode(node), { ...address, ...message }),
      this.#now,
    );
    const link = { node, way, end, gateways: new Map<number, Place>(), over: false };
    this.#links.set(node, link);
    // It waits to hear that there is a hub.
    end.beat();
    return link;
  }

  #end(link: Link): void {
    const { node, way } = link;
    this.#crossing.publish(toNode(node), { hub: this.#name, node, way, over: true });
    this.#drop(link);
  }

  #drop(link: Link): void {
    link.over = true;
    this.#links.delete(link.node);
    for (const place of link.gateways.values()) this.#hub.dropGateway(place);
  }
}

function placeOf(link: Link, gateway: number): Place {
  let place = link.gateways.get(gateway);
  if (!place) link.gateways.set(gateway, place = { link, gateway });
  return place;
}
