/**
 * A gateway's copy of who is online, kept by the hub's posts; a lost post shows as a jump of `version`.
 * @module
 */
import type { Person } from "../../shared/protocol/mod.ts";
import type { PresenceChange } from "../bus/bus.ts";

export class OnlinePeople {
  readonly #people = new Map<string, Person>();
  /** Those with a connection at this gateway: they are online, also before the hub says so. */
  readonly #here = new Map<string, Person>();
  #version = -1;

  get version(): number {
    return this.#version;
  }

  /**
   * Takes a post of the hub.
   *
   * @returns the changes that are news; `undefined` if posts before it are missing, and the whole has
   * to be asked for.
   */
  apply(version: number, changes: PresenceChange[]): PresenceChange[] | undefined {
    if (version <= this.#version) return [];
    if (version - changes.length > this.#version) return undefined;
    const news = changes.slice(changes.length - (version - this.#version));
    for (const { person, online } of news) this.#set(person, online);
    this.#version = version;
    return news;
  }

  /** Takes the whole of the hub. @returns what changed by it. */
  replace(version: number, people: Person[]): PresenceChange[] {
    if (version < this.#version) return [];
    const now = new Set(people.map((person) => person.id));
    const changes: PresenceChange[] = [];
    for (const person of this.#people.values()) {
      if (!now.has(person.id)) changes.push({ person, online: false });
    }
    for (const person of people) {
      if (!this.#people.has(person.id)) changes.push({ person, online: true });
    }
    for (const { person, online } of changes) this.#set(person, online);
    this.#version = version;
    return changes;
  }

  /** The person of an account, if online. */
  get(account: string): Person | undefined {
    return this.#here.get(account) ?? this.#people.get(account);
  }

  /** Somebody has a connection at this gateway. */
  addHere(person: Person): void {
    this.#here.set(person.id, person);
  }

  /** The last connection of somebody at this gateway is gone. */
  removeHere(account: string): void {
    this.#here.delete(account);
  }

  #set(person: Person, online: boolean): void {
    if (online) this.#people.set(person.id, person);
    else this.#people.delete(person.id);
  }
}
