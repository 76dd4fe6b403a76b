/**
 * Searching a long log: a million messages in hundreds of rooms, over HTTP, one search after the other.
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseName } from "../../shared/names.ts";
import type { Person } from "../../shared/protocol/mod.ts";
import { Indexer } from "../../server/search/indexer.ts";
import { SearchIndex } from "../../server/search/search_index.ts";
import { hashSecret } from "../../server/ids.ts";
import type { Outcomes, WriteKind, WriteOf } from "../../server/store/log.ts";
import { SqliteLog } from "../../server/store/sqlite/log.ts";
import { SqliteReader } from "../../server/store/sqlite/reader.ts";
import { latencySamples, type Sample } from "../figure.ts";
import { folderOnDisk } from "../machine.ts";
import type { RunOptions, Scenario } from "../scenario.ts";
import { parley } from "../subjects/parley.ts";

const PUBLIC_ROOMS = 100;
/** Those of the one who searches; everybody else's rooms are as many again. */
const PRIVATE_ROOMS = 100;
const AUTHORS = 200;
const VOCABULARY = 50_000;
const TOKEN = "the-token-of-the-one-who-searches";
/** Messages are written so far apart: a million are three years. */
const PACE = 100_000;
const START = Date.parse("2023-11-01T00:00Z");
const COMMIT = 1_000;
const SEARCHES = 200;

/** The `n`th word by frequency. */
function wordOf(n: number): string {
  const consonants = "bcdfghklmnprstvw";
  let word = "";
  for (let rest = n + 7; rest > 0; rest = Math.floor(rest / 80)) {
    word += consonants[rest % 16] + "aeiou"[(rest >> 4) % 5];
  }
  return word;
}

/** Frequent words often, rare ones rarely, as people write (Zipf's law). */
function randomWord(most = VOCABULARY): string {
  return wordOf(Math.floor(Math.exp(Math.random() * Math.log(most))) - 1);
}

function pick<T>(values: readonly T[]): T {
  return values[Math.floor(Math.random() * values.length)];
}

/** Writes the log, as the store would, and the index. */
async function prepare(folder: string, messages: number): Promise<void> {
  const log = new SqliteLog(folder, START);
  const write = async <K extends WriteKind>(...writes: WriteOf<K>[]): Promise<Outcomes[K][]> => {
    const { answers } = await log.commit(writes as WriteOf<WriteKind>[], now);
    return answers.map((answer) => {
      if (!answer.ok) throw new Error(answer.message);
      return answer.outcome as Outcomes[K];
    });
  };
  let now = START;
  const register = async (name: string, token: string): Promise<Person> => {
    const session = { tokenHash: hashSecret(token), expiresAt: Date.now() + 1e9 };
    const [{ person }] = await write<"register">({
      kind: "register",
      name: parseName(name, "name"),
      passwordHash: "none",
      session,
    });
    return person;
  };
  const authors: Person[] = [];
  for (let n = 0; n < AUTHORS; n++) authors.push(await register(`author${n}`, `token${n}`));
  const searcher = await register("searcher", TOKEN);
  const places: { author: Person; room: string }[] = [];
  const open = async (name: string, kind: "public" | "private", owner: Person) => {
    const [{ room }] = await write<"create-room">({
      kind: "create-room",
      person: owner,
      name: parseName(name, "room"),
      access: kind,
      topic: "",
    });
    places.push({ author: owner, room: room.id });
  };
  for (let n = 0; n < PUBLIC_ROOMS; n++) await open(`public${n}`, "public", pick(authors));
  for (let n = 0; n < PRIVATE_ROOMS; n++) {
    await open(`own${n}`, "private", searcher);
    await open(`foreign${n}`, "private", pick(authors));
  }
  for (let written = 0; written < messages; written += COMMIT) {
    // A commit's messages have one time: those of a busy minute.
    now += COMMIT * PACE;
    await write<"append">(
      ...Array.from({ length: Math.min(COMMIT, messages - written) }, (_, n) => ({
        kind: "append" as const,
        ...pick(places),
        requestId: `m${written + n}`,
        text: Array.from({ length: 3 + Math.floor(Math.random() * 20) }, () => randomWord())
          .join(" "),
      })),
    );
  }
  await log.close();
}
