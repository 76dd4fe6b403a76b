/**
 * Who is online or away at a node: joins what the gateways tell of connections, and announces
 * what becomes of each person. Lives in the store worker.
 * @module
 */
import type { Person } from "../../shared/protocol/mod.ts";
import type { PresenceChange } from "../bus/bus.ts";
import { type Entry, Roll } from "./roll.ts";

/** Time for a connection that broke to come back before its person counts as offline. */
const RETURN_TIME = 3_000;

interface Present extends Entry {
  /** Connections by gateway. */
  connections: Map<number, number>;
  /** Gateways at which nobody is at any of them. */
  idle: Set<number>;
  /** They said that they are away, whatever their devices do, and `text` about it. */
  away?: { text?: string };
  /** When they said so, or that they are back. */
  saidAt?: number;
  told: PresenceChange;
  leaving?: ReturnType<typeof setTimeout>;
}

export class PresenceHub extends Roll<Present> {
  arrive(gateway: number, person: Person): void {
    const present = this.present.get(person.id);
    if (!present) {
      const told: PresenceChange = { person, state: "online" };
      const connections = new Map([[gateway, 1]]);
      this.present.set(person.id, { person, connections, idle: new Set(), told });
      this.tell(told);
      return;
    }
    clearTimeout(present.leaving);
    present.connections.set(gateway, (present.connections.get(gateway) ?? 0) + 1);
    present.person = person;
    this.#tellIfNew(present);
  }

  /** @param goodbye the connection was closed on purpose, it did not break. */
  depart(gateway: number, account: string, goodbye: boolean): void {
    const present = this.present.get(account);
    const count = present?.connections.get(gateway);
    if (!present || count === undefined) return;
    if (count > 1) present.connections.set(gateway, count - 1);
    else this.#dropConnections(present, gateway, goodbye);
  }

  /** All of an account's connections at a gateway became idle, or no longer all. */
  setIdle(gateway: number, account: string, idle: boolean): void {
    const present = this.present.get(account);
    if (!present?.connections.has(gateway)) return;
    if (idle) present.idle.add(gateway);
    else present.idle.delete(gateway);
    this.#tellIfNew(present);
  }

  /**
   * Somebody says that they are away, or (undefined) no longer. It ends when they go offline.
   *
   * @returns when: later than all that they said before.
   */
  say(account: string, away: { text?: string } | undefined, now = Date.now()): number {
    const at = Math.max(now, (this.present.get(account)?.saidAt ?? 0) + 1);
    this.setAway(account, away, at);
    return at;
  }

  /** Somebody said so, here or at another node. What they said before the newest is no news. */
  setAway(account: string, away: { text?: string } | undefined, at: number): void {
    const present = this.present.get(account);
    if (!present || at <= (present.saidAt ?? 0)) return;
    present.away = away;
    present.saidAt = at;
    this.#tellIfNew(present);
  }

  override rename(person: Person): void {
    super.rename(person);
    const present = this.present.get(person.id);
    if (present) present.told = { ...present.told, person };
  }

  /** A gateway ended: so did all of its connections. */
  dropGateway(gateway: number): void {
    for (const present of this.present.values()) {
      if (present.connections.has(gateway)) this.#dropConnections(present, gateway, false);
    }
  }

  close(): void {
    for (const present of this.present.values()) clearTimeout(present.leaving);
    this.present.clear();
  }

  #dropConnections(present: Present, gateway: number, goodbye: boolean): void {
    present.connections.delete(gateway);
    present.idle.delete(gateway);
    if (present.connections.size > 0) return this.#tellIfNew(present);
    const leave = () => {
      this.present.delete(present.person.id);
      this.tell({ person: present.person, state: "offline" });
    };
    clearTimeout(present.leaving);
    if (goodbye) leave();
    else present.leaving = setTimeout(leave, RETURN_TIME);
  }

  #tellIfNew(present: Present): void {
    const { person, connections, idle, away, saidAt, told } = present;
    const isAway = away !== undefined || idle.size === connections.size;
    const now: PresenceChange = { person, state: isAway ? "away" : "online" };
    if (away) now.said = true;
    if (away?.text) now.text = away.text;
    if (saidAt !== undefined) now.saidAt = saidAt;
    const isNews = now.state !== told.state || now.text !== told.text || now.said !== told.said ||
      now.saidAt !== told.saidAt;
    if (isNews) this.tell(now);
  }
}
