import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { MessageChange } from "../chat/messages.ts";
import type { Person } from "../../shared/protocol/mod.ts";
import { append, Rig } from "../store/sqlite/testing/rig.ts";
import { Indexer } from "./indexer.ts";
import { parseQuery } from "./query.ts";
import { removeIndex } from "./index_file.ts";
import { SearchIndex, type SearchRequest } from "./search_index.ts";
import { PUBLIC } from "./selection.ts";

/** A log with one public room, and an index of it. */
class Searched {
  readonly rig = new Rig();
  readonly path = join(this.rig.folder, "search.db");
  index = new SearchIndex(this.path);
  indexer = new Indexer(this.index, this.rig.reader);
  alice!: Person;
  room = "";
  #lastId = 0;

  static async start(): Promise<Searched> {
    const searched = new Searched();
    searched.alice = await searched.rig.register("alice");
    searched.room = await searched.rig.join(searched.alice, "garden");
    await searched.indexer.start();
    return searched;
  }

  /** @returns the message's `seq`. */
  async say(text: string, room = this.room): Promise<number> {
    return (await this.rig.done(append(this.alice, room, `m${++this.#lastId}`, text))).seq;
  }

  async change(target: number, change: MessageChange): Promise<void> {
    const { alice: author, room } = this;
    await this.rig.done({
      kind: "change-message",
      author,
      administrator: false,
      room,
      target,
      change,
    });
  }

  async catchUp(): Promise<void> {
    await this.indexer.look();
    while (await this.indexer.step());
  }

  reopen(): Promise<void> {
    this.index = new SearchIndex(this.path);
    this.indexer = new Indexer(this.index, this.rig.reader);
    return this.indexer.start();
  }

  page(query: string, options: Partial<SearchRequest> = {}) {
    const { terms, excluded, since, until } = parseQuery(query);
    const selection = { terms, excluded, since, until, tags: [[PUBLIC]], excludedTags: [] };
    return this.index.find({ selection, sort: "time", limit: 1000, ...options });
  }

  /** `seq` of what is found. */
  find(query: string, options: Partial<SearchRequest> = {}): number[] {
    return this.page(query, options).entries.map(({ seq }) => seq);
  }

  /** What is found page by page. */
  paged(query: string, sort: SearchRequest["sort"], limit: number): number[] {
    const found: number[] = [];
    let after: SearchRequest["after"];
    for (;;) {
      const page = this.page(query, { sort, limit, after });
      found.push(...page.entries.map(({ seq }) => seq));
      assert.ok(page.entries.length <= limit);
      if (!page.more) return found;
      after = page.entries.at(-1)!.key;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.index.close();
    await this.rig[Symbol.asyncDispose]();
  }
}

Deno.test("what is written is found after the next step, the newest first", async () => {
  await using searched = await Searched.start();
  const first = await searched.say("the old server");
  const second = await searched.say("a new Server");
  assert.deepEqual(searched.find("server"), []);
  await searched.catchUp();
  assert.deepEqual(searched.find("server"), [second, first]);
  assert.deepEqual(searched.find("server -new"), [first]);
});

Deno.test("of several messages in one millisecond none is lost, also where there are too many for it", async () => {
  await using searched = await Searched.start();
  const writes = Array.from(
    { length: 3000 },
    (_, n) => append(searched.alice, searched.room, `x${n}`, `word${n % 3}`),
  );
  await searched.rig.commit(...writes);
  await searched.catchUp();
  const found = searched.find("word1", { limit: 5000 });
  assert.equal(found.length, 1000);
  assert.deepEqual(found, [...found].sort((a, b) => b - a));
});

Deno.test("an edited message is found by its new words alone, a deleted one by none", async () => {
  await using searched = await Searched.start();
  const seq = await searched.say("apples");
  const other = await searched.say("apples and pears");
  await searched.catchUp();
  await searched.change(seq, { kind: "edit", text: "plums" });
  await searched.catchUp();
  assert.deepEqual([searched.find("apples"), searched.find("plums")], [[other], [seq]]);
  await searched.change(seq, { kind: "delete" });
  await searched.catchUp();
  assert.deepEqual([searched.find("apples"), searched.find("plums")], [[other], []]);
});

Deno.test("messages that are erased because of their age are found no more, though no event says so", async () => {
  await using searched = await Searched.start();
  const { rig, alice: person, room } = searched;
  for (let n = 0; n < 70; n++) await searched.say(`old apples ${n}`);
  rig.now += 3 * 24 * 3600 * 1000;
  const young = await searched.say("young apples");
  await searched.catchUp();
  assert.equal(searched.find("apples").length, 71);
  const changes = { retention: 2 };
  await rig.done({ kind: "change-room", person, room, action: "set-room", changes });
  while ((await rig.done({ kind: "expire-messages" })).more);
  await searched.catchUp();
  assert.deepEqual(searched.find("apples"), [young]);
});

Deno.test("what was deleted is nowhere in the file any more", async () => {
  await using searched = await Searched.start();
  for (let n = 0; n < 200; n++) await searched.say(`some text ${n}`);
  const seq = await searched.say("zebrasecret");
  await searched.catchUp();
  await searched.change(seq, { kind: "delete" });
  await searched.catchUp();
  // Closing moves what the WAL holds into the file.
  searched.index.close();
  const bytes = await Deno.readFile(searched.path);
  await searched.reopen();
  assert.ok(!new TextDecoder("latin1").decode(bytes).includes("zebra"));
  assert.equal(searched.find("text").length, 200);
});

Deno.test("an index that is thrown away, of another format or no index at all is made anew", async () => {
  await using searched = await Searched.start();
  const seq = await searched.say("apples");
  await searched.catchUp();
  const damages = [
    () => removeIndex(searched.path),
    () => {
      const database = new DatabaseSync(searched.path);
      database.exec("PRAGMA user_version = 9999; DELETE FROM indexed");
      database.close();
    },
    () => {
      removeIndex(searched.path);
      writeFileSync(searched.path, "This is no database. ".repeat(1000));
    },
  ];
  for (const damage of damages) {
    searched.index.close();
    damage();
    await searched.reopen();
    assert.deepEqual(searched.find("apples"), []);
    await searched.catchUp();
    assert.deepEqual(searched.find("apples"), [seq]);
  }
});

Deno.test("an index that knows more of a room than the log does forgets it", async () => {
  await using searched = await Searched.start();
  const seq = await searched.say("apples");
  await searched.catchUp();
  // As after the log was restored from a backup.
  const { room } = searched;
  const gone = {
    room: "R0000000000000000",
    cursor: 1,
    messages: [{ seq: 1, at: 1, indexed: "apples _public" }],
  };
  searched.index.apply([gone, {
    room,
    cursor: 99,
    messages: [{ seq: 98, at: 1, indexed: "apples _public" }],
  }]);
  assert.equal(searched.find("apples").length, 3);
  searched.index.close();
  await searched.reopen();
  await searched.catchUp();
  assert.deepEqual(searched.find("apples"), [seq]);
});

Deno.test("what many steps left in pieces is joined, and found as before", async () => {
  await using searched = await Searched.start();
  for (let n = 0; n < 60; n++) {
    await searched.say(`apple${n % 2} ${n}`);
    await searched.catchUp();
  }
  const before = searched.find("apple1");
  let steps = 0;
  while (searched.index.merge()) steps++;
  assert.ok(steps > 0);
  assert.equal(searched.index.merge(), false);
  assert.equal(before.length, 30);
  assert.deepEqual(searched.find("apple1"), before);
});

Deno.test("a step takes in no more than it may, and what is left later, of all rooms in turn", async () => {
  await using searched = await Searched.start();
  const { rig, alice } = searched;
  const other = await rig.join(alice, "other");
  const write = (room: string) =>
    rig.commit(
      ...Array.from({ length: 1200 }, (_, n) => append(alice, room, `${room}-${n}`, "apples")),
    );
  await write(searched.room);
  await write(other);
  await searched.indexer.look();
  let steps = 1;
  while (await searched.indexer.step()) {
    steps++;
    if (steps === 3) assert.ok(searched.find("apples").length < 2400);
  }
  assert.ok(steps >= 5);
  assert.equal(searched.find("apples", { limit: 5000 }).length, 2400);
});

Deno.test("pages by time and by rank hold everything once, whatever is written in between", async () => {
  await using searched = await Searched.start();
  for (let n = 0; n < 25; n++) {
    await searched.say("apple ".repeat(1 + n % 4) + "pie ".repeat(n % 3));
  }
  await searched.catchUp();
  for (const sort of ["time", "rank"] as const) {
    const whole = searched.find("apple", { sort });
    assert.equal(new Set(whole).size, 25);
    assert.deepEqual(searched.paged("apple", sort, 4), whole);
    const { entries } = searched.page("apple", { sort, limit: 10 });
    await searched.say("apple apple apple");
    await searched.catchUp();
    const rest = searched.find("apple", { sort, after: entries.at(-1)!.key });
    assert.deepEqual([...entries.map(({ seq }) => seq), ...rest], whole);
    // For the next round.
    await searched.change(searched.find("apple")[0], { kind: "delete" });
    await searched.catchUp();
  }
});

Deno.test("by rank, more and rarer words in shorter messages come first", async () => {
  await using searched = await Searched.start();
  const thrice = await searched.say("apple apple apple pie");
  const short = await searched.say("apple pie");
  const long = await searched.say(`apple pie ${"and so on ".repeat(20)}`);
  for (let n = 0; n < 20; n++) await searched.say("apple cake");
  const pies = await searched.say("apple pie pie pie");
  await searched.catchUp();
  assert.deepEqual(searched.find("apple pie", { sort: "rank" }), [pies, thrice, short, long]);
});
