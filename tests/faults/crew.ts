/**
 * People who write into a private room while things go wrong, with one who is put out of it on the way
 * and one who never was in; afterwards what all of them recorded is checked.
 * @module
 */
import assert from "node:assert/strict";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { Chatter } from "../support/chatter.ts";
import { type Account, call, readLog, register } from "../support/http.ts";
import { newSeed, type Random, randomOf } from "../support/random.ts";
import { eventually } from "../support/wait.ts";
import { checkRoom, type Evidence } from "./checker.ts";

/** Flags of a server on which a crew may write as fast as it can. */
export const CREW_FLAGS = ["--sends-per-second", "0"];

/** Randomness whose seed is printed: `PARLEY_TEST_SEED=N` takes the same again. */
export function seededRandom(): Random {
  const seed = newSeed();
  console.log(`PARLEY_TEST_SEED=${seed}`);
  return randomOf(seed);
}

/** @throws {Error} unless the server at `url` answers with 2xx. */
async function ask(url: string, path: string, { token }: Account, body?: unknown, method?: string) {
  const answer = await call(url, path, { token, body, method });
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export class Crew {
  #expelled: Chatter | undefined;
  readonly #runs: Promise<void>[];

  private constructor(
    readonly url: string,
    readonly room: string,
    /** The first owns the room. */
    readonly chatters: readonly Chatter[],
    readonly outsider: Chatter,
  ) {
    outsider.finishWriting();
    this.#runs = [...chatters, outsider].map((chatter) => chatter.run());
    // A defect in one of them shows at the end.
    for (const run of this.#runs) run.catch(() => {});
  }

  /** Makes accounts and their room; they begin to write at once. */
  static async gather(url: string, size = 4): Promise<Crew> {
    const accounts: Account[] = [];
    for (let n = 0; n <= size; n++) accounts.push(await register(url, `member${n}`));
    const [owner, ...others] = accounts;
    const outsider = others.pop()!;
    const { room } = await ask(url, "/v1/rooms", owner, { name: "crew", kind: "private" });
    for (const { name } of others) {
      await ask(url, `/v1/rooms/${room.id}/members`, owner, { person: name });
    }
    const chatters = [owner, ...others].map((account) => new Chatter(url, account, room.id));
    return new Crew(url, room.id, chatters, new Chatter(url, outsider, room.id));
  }

  /** How often they have come back, all together. */
  get welcomes(): number {
    return this.chatters.reduce((sum, { welcomes }) => sum + welcomes, 0);
  }

  get acknowledged(): number {
    return this.chatters.reduce((sum, chatter) => sum + chatter.acknowledged.length, 0);
  }

  /** How often one of them was told to send something again later, for this reason. */
  setbacks(code: string): number {
    return this.chatters.reduce((sum, chatter) => sum + (chatter.setbacks.get(code) ?? 0), 0);
  }

  /** Waits until so many more messages are acknowledged. */
  async progress(messages = 50): Promise<void> {
    const from = this.acknowledged;
    await eventually(() => this.acknowledged >= from + messages, "messages are acknowledged");
  }

  /** The owner puts the last of the crew out. */
  async expelOne(): Promise<void> {
    const [{ account }] = this.chatters;
    const expelled = this.chatters.at(-1)!;
    const person = expelled.account.name;
    const path = `/v1/rooms/${this.room}/members/${person}`;
    await ask(this.url, path, account, undefined, "DELETE");
    this.#expelled = expelled;
  }

  /** Lets everybody come to an end and checks the promise. @returns how many messages are in the log. */
  async finish(): Promise<number> {
    const { chatters, outsider } = this;
    const [owner] = chatters;
    for (const chatter of chatters) chatter.finishWriting();
    await eventually(() => chatters.every(({ pending }) => pending === 0), "all is answered");
    const log = await readLog(this.url, owner.account.token, this.room) as LogEvent[];
    const stayed = chatters.filter((chatter) => chatter !== this.#expelled);
    await eventually(
      () => stayed.every(({ cursor }) => cursor >= log.length),
      "everybody has everything",
    );
    await Promise.all([...chatters, outsider].map((chatter) => chatter.leave()));
    await Promise.all(this.#runs);
    await checkOrKeep({
      log,
      acknowledged: chatters.flatMap(({ acknowledged }) => acknowledged),
      unacknowledged: chatters.flatMap(({ givenUp }) => givenUp),
      views: [...chatters, outsider].map(({ view }) => view),
    });
    for (const { account, unexpected } of [...chatters, outsider]) {
      assert.deepEqual(unexpected, [], `${account.name} got what it should not have`);
    }
    for (const { account, givenUp } of stayed) {
      assert.deepEqual(
        givenUp,
        [],
        `${account.name} was taken for somebody who is not in the room`,
      );
    }
    const messages = log.filter((event) => event.kind === "message");
    for (const { account } of stayed) {
      const own = messages.filter(({ author }) => author.id === account.id);
      const inOrder = own.map((_event, n) => `${account.name} ${n + 1}`);
      assert.deepEqual(own.map(({ text }) => text), inOrder, "authors' messages keep their order");
    }
    return messages.length;
  }
}

/** Checks, and keeps the recording of a promise that was broken. */
export async function checkOrKeep(evidence: Evidence): Promise<void> {
  try {
    checkRoom(evidence);
  } catch (error) {
    const file = await Deno.makeTempFile({ prefix: "parley-evidence-", suffix: ".json" });
    await Deno.writeTextFile(file, JSON.stringify(evidence));
    console.log(`The recording is kept in ${file}.`);
    throw error;
  }
}
