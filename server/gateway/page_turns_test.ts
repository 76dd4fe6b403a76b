import assert from "node:assert/strict";
import { PageTurns } from "./page_turns.ts";

Deno.test("one page is read in a turn, and whoever asks for many doesn't keep others waiting", async () => {
  const turns = new PageTurns();
  const read: string[] = [];
  const take = async (account: string) => {
    await turns.take(account);
    read.push(account);
  };
  const all = [take("greedy")];
  await Promise.resolve();
  assert.deepEqual(read, ["greedy"], "nobody else reads: at once");
  for (let n = 0; n < 5; n++) all.push(take("greedy"));
  all.push(take("alice"), take("bob"));
  await Promise.resolve();
  assert.equal(read.length, 1, "no second one in this turn");
  await Promise.all(all);
  assert.deepEqual(read, ["greedy", "greedy", "alice", "bob", ...Array(4).fill("greedy")]);
  await take("alice");
  assert.equal(read.at(-1), "alice", "and it goes on");
});
