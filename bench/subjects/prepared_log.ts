/**
 * A data folder as a server would have left it: accounts with sessions, rooms, messages. Written through
 * the log itself, since over HTTP each account would cost a hashed password.
 * @module
 */
import { setImmediate } from "node:timers/promises";
import { hashSecret } from "../../server/ids.ts";
import type { Outcomes, Write, WriteKind, WriteOf } from "../../server/store/log.ts";
import { SqliteLog } from "../../server/store/sqlite/log.ts";
import { parseName } from "../../shared/names.ts";
import type { Person } from "../../shared/protocol/mod.ts";
import { roomsOf, type World } from "./subject.ts";

/** Writes in one transaction. */
const COMMIT = 1_000;
const SESSION_TIME = 24 * 3600 * 1000;

export function nameOf(n: number): string {
  return `person${n}`;
}

export function roomNameOf(n: number): string {
  return `room${n}`;
}

/** The token of person `n`, or of a connection as a dialect calls it. */
export function tokenOf(n: number | "{n}"): string {
  return `token-${n}`;
}

export class PreparedLog {
  readonly people: Person[] = [];
  /** Ids. */
  readonly rooms: string[] = [];
  readonly #log: SqliteLog;

  constructor(folder: string) {
    this.#log = new SqliteLog(folder, Date.now());
  }

  /** Makes more people. @param passwordHash of all of them; the default fits no password. */
  async addPeople(count: number, passwordHash = "none"): Promise<void> {
    const expiresAt = Date.now() + SESSION_TIME;
    const registered = await this.#commit<"register">(count, (n) => ({
      kind: "register",
      name: parseName(nameOf(n), "name"),
      passwordHash,
      session: { tokenHash: hashSecret(tokenOf(n)), expiresAt },
    }));
    this.people.push(...registered.map(({ person }) => person));
  }

  /** Makes rooms and lets the people in. */
  async addRooms({ rooms, roomsOfEach }: World): Promise<void> {
    const made = await this.#commit<"create-room">(rooms, (n) => ({
      kind: "create-room",
      person: this.people[n % this.people.length],
      roomKind: "public",
      name: parseName(roomNameOf(n), "room"),
      topic: "",
    }));
    this.rooms.push(...made.map(({ room }) => room.id));
    const entries = this.people.flatMap((person, n) =>
      roomsOf(n, this.rooms, roomsOfEach).map((room) => ({ person, room }))
    );
    await this.#commit<"enter">(entries.length, (n) => ({ kind: "enter", ...entries[n] }));
  }

  /** Appends messages, to all rooms in turn. */
  async addMessages(count: number, textOf: (n: number) => string): Promise<void> {
    const { people, rooms } = this;
    for (let from = 0; from < count; from += COMMIT) {
      await this.#commit<"append">(Math.min(COMMIT, count - from), (k) => {
        const n = from + k;
        const author = people[n % people.length];
        const room = rooms[n % rooms.length];
        return { kind: "append", author, room, requestId: `m${n}`, text: textOf(n) };
      });
    }
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  async #commit<K extends WriteKind>(
    count: number,
    make: (n: number) => WriteOf<K>,
  ): Promise<Outcomes[K][]> {
    const outcomes: Outcomes[K][] = [];
    for (let from = 0; from < count; from += COMMIT) {
      // Ten million messages take minutes, in which somebody may want to end the program.
      await setImmediate();
      const length = Math.min(COMMIT, count - from);
      const writes = Array.from({ length }, (_, k) => make(from + k)) as Write[];
      for (const answer of (await this.#log.commit(writes, Date.now())).answers) {
        if (!answer.ok) throw new Error(answer.message);
        outcomes.push(answer.outcome as Outcomes[K]);
      }
    }
    return outcomes;
  }
}
