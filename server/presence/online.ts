/**
 * A gateway's copy of who is online, kept by the hub's posts; a lost post shows as a jump of `version`.
 * @module
 */
import type { OnlinePerson, Person } from "../../shared/protocol/mod.ts";
import type { PresenceChange } from "../bus/bus.ts";

export class OnlinePeople {
  readonly #people = new Map<string, PresenceChange>();
  /** Those with a connection at this gateway: they are online, also before the hub says so. */
  readonly #here = new Map<string, Person>();
  #version = -1;

  get version(): number {
    return this.#version;
  }

  /** How many people are online, as the hub says. */
  get size(): number {
    return this.#people.size;
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
    for (const change of news) this.#set(change);
    this.#version = version;
    return news;
  }

  /** Takes the whole of the hub. @returns what changed by it. */
  replace(version: number, people: PresenceChange[]): PresenceChange[] {
    if (version < this.#version) return [];
    const now = new Set(people.map(({ person }) => person.id));
    const changes: PresenceChange[] = [];
    for (const { person } of this.#people.values()) {
      if (!now.has(person.id)) changes.push({ person, state: "offline" });
    }
    for (const change of people) {
      const known = this.#people.get(change.person.id);
      if (known?.state !== change.state || known.text !== change.text) changes.push(change);
    }
    for (const change of changes) this.#set(change);
    this.#version = version;
    return changes;
  }

  /** The person of an account, if online. */
  get(account: string): OnlinePerson | undefined {
    const known = this.#people.get(account);
    if (!known) return this.#here.get(account);
    const { person, state, text } = known;
    if (state !== "away") return person;
    return text === undefined
      ? { ...person, away: true }
      : { ...person, away: true, awayText: text };
  }

  /** Somebody is called otherwise now. */
  rename(person: Person): void {
    const known = this.#people.get(person.id);
    if (known) this.#people.set(person.id, { ...known, person });
    if (this.#here.has(person.id)) this.#here.set(person.id, person);
  }

  /** Somebody has a connection at this gateway. */
  addHere(person: Person): void {
    this.#here.set(person.id, person);
  }

  /** The last connection of somebody at this gateway is gone. */
  removeHere(account: string): void {
    this.#here.delete(account);
  }

  #set(change: PresenceChange): void {
    if (change.state === "offline") this.#people.delete(change.person.id);
    else this.#people.set(change.person.id, change);
  }
}
