import assert from "node:assert/strict";
import { append } from "../store/sql/testing/log_rig.ts";
import { testIndex } from "./testing/searched.ts";

testIndex("what is written is found after the next step, the newest first", async (searched) => {
  const first = await searched.say("the old server");
  const second = await searched.say("a new Server");
  assert.deepEqual(await searched.find("server"), []);
  await searched.catchUp();
  assert.deepEqual(await searched.find("server"), [second, first]);
  assert.deepEqual(await searched.find("server -new"), [first]);
});

testIndex(
  "of several messages in one millisecond none is lost, also where there are too many for it",
  async (searched) => {
    const writes = Array.from(
      { length: 3000 },
      (_, n) => append(searched.alice, searched.room, `x${n}`, `word${n % 3}`),
    );
    await searched.rig.commit(...writes);
    await searched.catchUp();
    const found = await searched.find("word1", { limit: 5000 });
    assert.equal(found.length, 1000);
    assert.deepEqual(found, [...found].sort((a, b) => b - a));
  },
);

testIndex(
  "an edited message is found by its new words alone, a deleted one by none",
  async (searched) => {
    const seq = await searched.say("apples");
    const other = await searched.say("apples and pears");
    await searched.catchUp();
    await searched.change(seq, { kind: "edit", text: "plums" });
    await searched.catchUp();
    assert.deepEqual([await searched.find("apples"), await searched.find("plums")], [[other], [
      seq,
    ]]);
    await searched.change(seq, { kind: "delete" });
    await searched.catchUp();
    assert.deepEqual([await searched.find("apples"), await searched.find("plums")], [[other], []]);
  },
);

testIndex(
  "messages that are erased because of their age are found no more, though no event says so",
  async (searched) => {
    const { rig, alice: person, room } = searched;
    for (let n = 0; n < 70; n++) await searched.say(`old apples ${n}`);
    rig.now += 3 * 24 * 3600 * 1000;
    const young = await searched.say("young apples");
    await searched.catchUp();
    assert.equal((await searched.find("apples")).length, 71);
    const changes = { retention: 2 };
    await rig.done({ kind: "change-room", person, room, action: "set-room", changes });
    while ((await rig.done({ kind: "expire-messages" })).more);
    await searched.catchUp();
    assert.deepEqual(await searched.find("apples"), [young]);
  },
);

testIndex("an index that knows more of a room than the log does forgets it", async (searched) => {
  const seq = await searched.say("apples");
  await searched.catchUp();
  // As after the log was restored from a backup.
  const { room } = searched;
  const gone = {
    room: "R0000000000000000",
    cursor: 1,
    messages: [{ seq: 1, at: 1, indexed: "apples _public" }],
  };
  await searched.index.apply([gone, {
    room,
    cursor: 99,
    messages: [{ seq: 98, at: 1, indexed: "apples _public" }],
  }]);
  assert.equal((await searched.find("apples")).length, 3);
  await searched.index.close();
  await searched.reopen();
  await searched.catchUp();
  assert.deepEqual(await searched.find("apples"), [seq]);
});

testIndex(
  "a step takes in no more than it may, and what is left later, of all rooms in turn",
  async (searched) => {
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
      if (steps === 3) assert.ok((await searched.find("apples")).length < 2400);
    }
    assert.ok(steps >= 5);
    assert.equal((await searched.find("apples", { limit: 5000 })).length, 2400);
  },
);

testIndex(
  "pages by time and by rank hold everything once, whatever is written in between",
  async (searched) => {
    for (let n = 0; n < 25; n++) {
      await searched.say("apple ".repeat(1 + n % 4) + "pie ".repeat(n % 3));
    }
    await searched.catchUp();
    for (const sort of ["time", "rank"] as const) {
      const whole = await searched.find("apple", { sort });
      assert.equal(new Set(whole).size, 25);
      assert.deepEqual(await searched.paged("apple", sort, 4), whole);
      const { entries } = await searched.page("apple", { sort, limit: 10 });
      await searched.say("apple apple apple");
      await searched.catchUp();
      const rest = await searched.find("apple", { sort, after: entries.at(-1)!.key });
      assert.deepEqual([...entries.map(({ seq }) => seq), ...rest], whole);
      // For the next round.
      await searched.change((await searched.find("apple"))[0], { kind: "delete" });
      await searched.catchUp();
    }
  },
);

testIndex("by rank, more and rarer words in shorter messages come first", async (searched) => {
  const thrice = await searched.say("apple apple apple pie");
  const short = await searched.say("apple pie");
  const long = await searched.say(`apple pie ${"and so on ".repeat(20)}`);
  for (let n = 0; n < 20; n++) await searched.say("apple cake");
  const pies = await searched.say("apple pie pie pie");
  await searched.catchUp();
  assert.deepEqual(await searched.find("apple pie", { sort: "rank" }), [pies, thrice, short, long]);
});

testIndex("the language of searches means the same", async (searched) => {
  const texts = [
    "the quick brown fox",
    "quick the brown fox's tail, it's quick",
    "Straße und STRASSE, café",
    "日本語を勉強する",
    "本日は晴天",
    "see https://example.org/ and 🎉 O'Reilly's back\\slash",
    "aaa ".repeat(200) + "bbb",
    "x".repeat(3000),
  ];
  const seqs: number[] = [];
  for (const text of texts) seqs.push(await searched.say(text));
  await searched.catchUp();
  const expected: [query: string, found: number[]][] = [
    ["quick brown", [1, 0]],
    ['"quick brown"', [0]],
    ['"the brown"', [1]],
    ["qui*", [1, 0]],
    ['"brown fo"*', [1, 0]],
    ["qui", []],
    ["quick -tail", [0]],
    ['fox -"quick brown"', [1]],
    ["strasse cafe", [2]],
    ["STRASSE", [2]],
    ["日本", [3]],
    ["本語を", [3]],
    ["本", [4, 3]],
    ["晴天", [4]],
    ["語日", []],
    ["🎉", [5]],
    ["o'reilly", [5]],
    ["back\\slash", [5]],
    ["bbb aaa", [6]],
    ['"aaa bbb"', [6]],
    ["x".repeat(3000), [7]],
    ["_public", []],
  ];
  for (const [query, found] of expected) {
    const places = (await searched.find(query)).map((seq) => seqs.indexOf(seq));
    assert.deepEqual(places, found, query);
  }
});
