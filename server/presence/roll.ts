/**
 * Who is there, as it was announced last: what the hub of a node and the joined view of all nodes share.
 * @module
 */
import type { Person } from "../../shared/protocol/mod.ts";
import type { PresenceChange } from "../bus/bus.ts";

export interface Entry {
  person: Person;
  /** As it was announced last. */
  told?: PresenceChange;
}

export abstract class Roll<E extends Entry> {
  protected readonly present = new Map<string, E>();
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
    return [...this.present.values()].map(({ told, person }) => ({ ...told!, person }));
  }

  isOnline(account: string): boolean {
    return this.present.has(account);
  }

  /** Somebody is called otherwise now. The gateways hear of it from the store. */
  rename(person: Person): void {
    const present = this.present.get(person.id);
    if (present) present.person = person;
  }

  /** Counts and announces what became of somebody. */
  protected tell(change: PresenceChange): void {
    const present = this.present.get(change.person.id);
    if (present) present.told = change;
    this.#version++;
    this.#announce(change);
  }
}
