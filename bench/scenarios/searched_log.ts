/**
 * A long log to search in, and its index: random words, the frequent ones often and the rare ones rarely.
 * @module
 */
import { hashSecret } from "../../server/ids.ts";
import type { Outcomes, Write, WriteKind, WriteOf } from "../../server/store/log.ts";
import { SqliteLog } from "../../server/store/sqlite/log.ts";
import { parseName } from "../../shared/names.ts";
import type { Person } from "../../shared/protocol/mod.ts";
import { makeIndex } from "../subjects/made_index.ts";

/** Rooms of each kind: public, private with the one who searches, private without. */
const ROOMS = 100;
const AUTHORS = 200;
const VOCABULARY = 50_000;
const START = Date.parse("2023-11-01T00:00Z");
/** Time between two messages: of a million, three years. */
const PACE = 90_000;
/** Messages in one transaction; they have one time. */
const COMMIT = 1_000;

/** The `n`th word by frequency. */
export function wordOf(n: number): string {
  let word = "";
  for (let rest = n + 7; rest > 0; rest = Math.floor(rest / 80)) {
    word += "bcdfghklmnprstvw"[rest % 16] + "aeiou"[Math.floor(rest / 16) % 5];
  }
  return word;
}

/** As people write (Zipf's law). */
function randomWord(): string {
  return wordOf(Math.floor(VOCABULARY ** Math.random()) - 1);
}

function pick<T>(values: readonly T[]): T {
  return values[Math.floor(Math.random() * values.length)];
}

function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

export class SearchedLog {
  /** Of the one who searches. */
  readonly token = "token-of-the-searcher";
  /** Time that the index took. */
  seconds = 0;
  readonly #log: SqliteLog;
  #now = START;

  private constructor(readonly folder: string) {
    this.#log = new SqliteLog(folder, START);
  }

  static async write(folder: string, messages: number): Promise<SearchedLog> {
    const searched = new SearchedLog(folder);
    await searched.#writeLog(messages);
    await searched.#log.close();
    searched.seconds = await makeIndex(folder);
    return searched;
  }

  async #writeLog(messages: number): Promise<void> {
    const authors: Person[] = [];
    for (let n = 0; n < AUTHORS; n++) authors.push(await this.#register(`author${n}`));
    const searcher = await this.#register("searcher", this.token);
    const places: { author: Person; room: string }[] = [];
    for (let n = 0; n < ROOMS; n++) {
      places.push(
        await this.#makeRoom(pick(authors), "public", `public${n}`),
        await this.#makeRoom(searcher, "private", `own${n}`),
        await this.#makeRoom(pick(authors), "private", `foreign${n}`),
      );
    }
    for (let written = 0; written < messages; written += COMMIT) {
      this.#now += COMMIT * PACE;
      await this.#commit<"append">(times(Math.min(COMMIT, messages - written), (n) => ({
        kind: "append",
        ...pick(places),
        requestId: `m${written + n}`,
        text: times(3 + Math.floor(Math.random() * 20), randomWord).join(" "),
      })));
    }
  }

  async #register(name: string, token = `token of ${name}`): Promise<Person> {
    const [{ person }] = await this.#commit<"register">([{
      kind: "register",
      name: parseName(name, "name"),
      passwordHash: "none",
      session: { tokenHash: hashSecret(token), expiresAt: Date.now() + 1e9 },
    }]);
    return person;
  }

  async #makeRoom(person: Person, roomKind: "public" | "private", name: string) {
    const [{ room }] = await this.#commit<"create-room">([{
      kind: "create-room",
      person,
      roomKind,
      name: parseName(name, "room"),
      topic: "",
    }]);
    return { author: person, room: room.id };
  }

  async #commit<K extends WriteKind>(writes: WriteOf<K>[]): Promise<Outcomes[K][]> {
    const { answers } = await this.#log.commit(writes as Write[], this.#now);
    return answers.map((answer) => {
      if (!answer.ok) throw new Error(answer.message);
      return answer.outcome as Outcomes[K];
    });
  }
}
