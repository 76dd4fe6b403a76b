/**
 * Who is online on the whole server: counts the connections that the gateways tell of, and announces
 * whoever comes first or goes last. Lives in the store worker; a gateway keeps a copy.
 * @module
 */
import type { Person } from "../../shared/protocol/mod.ts";
import type { PresenceChange } from "../bus/bus.ts";

/** Time for a connection that broke to come back before its person counts as offline. */
const RETURN_TIME = 3_000;

interface Present {
  person: Person;
  /** Connections by gateway. */
  connections: Map<number, number>;
  leaving?: ReturnType<typeof setTimeout>;
}

export class PresenceHub {
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

  /** Everybody online now. */
  people(): Person[] {
    return [...this.#present.values()].map((present) => present.person);
  }

  isOnline(account: string): boolean {
    return this.#present.has(account);
  }

  arrive(gateway: number, person: Person): void {
    const present = this.#present.get(person.id);
    if (!present) {
      this.#present.set(person.id, { person, connections: new Map([[gateway, 1]]) });
      this.#tell(person, true);
      return;
    }
    clearTimeout(present.leaving);
    present.connections.set(gateway, (present.connections.get(gateway) ?? 0) + 1);
  }

  /** @param goodbye the connection was closed on purpose, it did not break. */
  depart(gateway: number, account: string, goodbye: boolean): void {
    const present = this.#present.get(account);
    const count = present?.connections.get(gateway);
    if (!present || count === undefined) return;
    if (count > 1) present.connections.set(gateway, count - 1);
    else present.connections.delete(gateway);
    this.#leaveIfAlone(present, goodbye);
  }

  /** A gateway ended: so did all of its connections. */
  dropGateway(gateway: number): void {
    for (const present of this.#present.values()) {
      if (present.connections.delete(gateway)) this.#leaveIfAlone(present, false);
    }
  }

  close(): void {
    for (const present of this.#present.values()) clearTimeout(present.leaving);
    this.#present.clear();
  }

  #leaveIfAlone(present: Present, goodbye: boolean): void {
    if (present.connections.size > 0) return;
    const leave = () => {
      this.#present.delete(present.person.id);
      this.#tell(present.person, false);
    };
    clearTimeout(present.leaving);
    if (goodbye) leave();
    else present.leaving = setTimeout(leave, RETURN_TIME);
  }

  #tell(person: Person, online: boolean): void {
    this.#version++;
    this.#announce({ person, online });
  }
}
