/**
 * Who is online or away on any node of a cluster: joins what the hub of each node tells. One server alone is a
 * cluster of one node.
 * @module
 */
import type { Person } from "../../shared/protocol/mod.ts";
import type { PresenceChange } from "../bus/bus.ts";
import { type Entry, Roll } from "./roll.ts";

/** Stands for the node itself among the nodes. */
export const HERE = "here";

interface Present extends Entry {
  /** What each node says of them that has them. */
  by: Map<string, PresenceChange>;
}

export class Everywhere extends Roll<Present> {
  /** The hub of a node announced something. */
  set(node: string, change: PresenceChange): void {
    const { person, state } = change;
    let present = this.present.get(person.id);
    if (state === "offline") {
      if (!present?.by.delete(node)) return;
    } else {
      if (!present) this.present.set(person.id, present = { person, by: new Map() });
      present.by.set(node, change);
      present.person = person;
    }
    this.#tellIfNew(present);
  }

  /** Takes all that the hub of a node has to tell. */
  replace(node: string, people: readonly PresenceChange[]): void {
    const now = new Set(people.map(({ person }) => person.id));
    for (const { person, by } of [...this.present.values()]) {
      if (by.has(node) && !now.has(person.id)) this.set(node, { person, state: "offline" });
    }
    for (const change of people) this.set(node, change);
  }

  /** A node is gone, and with it all of its connections. */
  drop(node: string): void {
    this.replace(node, []);
  }

  #tellIfNew(present: Present): void {
    const { person, by, told } = present;
    if (by.size === 0) this.present.delete(person.id);
    const now = joined(person, [...by.values()]);
    if (now.state !== told?.state || now.text !== told.text) this.tell(now);
  }
}

/** What nodes say of somebody, in one. */
function joined(person: Person, states: readonly PresenceChange[]): PresenceChange {
  if (states.length === 0) return { person, state: "offline" };
  const newest = Math.max(...states.map(({ saidAt = 0 }) => saidAt));
  // A node that didn't hear that they are back still has them away.
  const valid = states.map((each): PresenceChange =>
    each.said && (each.saidAt ?? 0) < newest ? { person, state: "online" } : each
  );
  const said = valid.find((each) => each.said);
  if (said) return { ...said, person };
  return { person, state: valid.every(({ state }) => state === "away") ? "away" : "online" };
}
