/**
 * Who is online or away on any node of a cluster: joins what the hub of each node tells. One server alone is a
 * cluster of one node.
 * @module
 */
import type { Person } from "../../shared/protocol/mod.ts";
import type { PresenceChange } from "../bus/bus.ts";

/** Stands for the node itself among the nodes. */
export const HERE = "here";

interface Present {
  person: Person;
  /** What each node says of them that has them. */
  by: Map<string, PresenceChange>;
  /** As it was announced last. */
  told?: PresenceChange;
}

export class Everywhere {
  readonly #present = new Map<string, Present>();
  readonly #announce: (change: PresenceChange) => void;
  #version = 0;

  /** @param announce is told of each change, after `version` counted it. */
  constructor(announce: (change: PresenceChange) => void) {
    this.#announce = announce;
  }

  /** How many changes there were. */
  get version(): number {
    return this.#version;
  }

  /** Everybody online or away now. */
  people(): PresenceChange[] {
    return [...this.#present.values()].map(({ told, person }) => ({ ...told!, person }));
  }

  isOnline(account: string): boolean {
    return this.#present.has(account);
  }

  /** The hub of a node announced something. */
  set(node: string, change: PresenceChange): void {
    const { person, state } = change;
    let present = this.#present.get(person.id);
    if (state === "offline") {
      if (!present?.by.delete(node)) return;
    } else {
      if (!present) this.#present.set(person.id, present = { person, by: new Map() });
      present.by.set(node, change);
      present.person = person;
    }
    this.#tellIfNew(present);
  }

  /** Takes all that the hub of a node has to tell. */
  replace(node: string, people: readonly PresenceChange[]): void {
    const now = new Set(people.map(({ person }) => person.id));
    for (const { person, by } of [...this.#present.values()]) {
      if (by.has(node) && !now.has(person.id)) this.set(node, { person, state: "offline" });
    }
    for (const change of people) this.set(node, change);
  }

  /** A node is gone, and with it all of its connections. */
  drop(node: string): void {
    this.replace(node, []);
  }

  /** Somebody is called otherwise now. The gateways hear of it from the store. */
  rename(person: Person): void {
    const present = this.#present.get(person.id);
    if (present) present.person = person;
  }

  #tellIfNew(present: Present): void {
    const { person, by, told } = present;
    const states = [...by.values()];
    const said = states.find((change) => change.said);
    let now: PresenceChange;
    if (states.length === 0) {
      this.#present.delete(person.id);
      now = { person, state: "offline" };
    } else if (said) {
      now = { ...said, person };
    } else {
      const isAway = states.every(({ state }) => state === "away");
      now = { person, state: isAway ? "away" : "online" };
    }
    if (now.state === told?.state && now.text === told.text) return;
    present.told = now;
    this.#version++;
    this.#announce(now);
  }
}
