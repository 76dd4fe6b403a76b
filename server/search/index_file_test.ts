import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { INDEX_FILE, removeIndex } from "./index_file.ts";
import { searchedOnSqlite } from "./testing/searched.ts";

Deno.test("what was deleted is nowhere in the file any more", async () => {
  await using searched = await searchedOnSqlite();
  const path = join(searched.location.folder, INDEX_FILE);
  for (let n = 0; n < 200; n++) await searched.say(`some text ${n}`);
  const seq = await searched.say("zebrasecret");
  await searched.catchUp();
  await searched.change(seq, { kind: "delete" });
  await searched.catchUp();
  // Closing moves what the WAL holds into the file.
  await searched.index.close();
  const bytes = await Deno.readFile(path);
  await searched.reopen();
  assert.ok(!new TextDecoder("latin1").decode(bytes).includes("zebra"));
  assert.equal((await searched.find("text")).length, 200);
});

Deno.test("an index that is thrown away, of another format or no index at all is made anew", async () => {
  await using searched = await searchedOnSqlite();
  const path = join(searched.location.folder, INDEX_FILE);
  const seq = await searched.say("apples");
  await searched.catchUp();
  const damages = [
    () => removeIndex(path),
    () => {
      const database = new DatabaseSync(path);
      database.exec("PRAGMA user_version = 9999; DELETE FROM indexed");
      database.close();
    },
    () => {
      removeIndex(path);
      writeFileSync(path, "This is no database. ".repeat(1000));
    },
  ];
  for (const damage of damages) {
    await searched.index.close();
    damage();
    await searched.reopen();
    assert.deepEqual(await searched.find("apples"), []);
    await searched.catchUp();
    assert.deepEqual(await searched.find("apples"), [seq]);
  }
});

Deno.test("what many steps left in pieces is joined, and found as before", async () => {
  await using searched = await searchedOnSqlite();
  for (let n = 0; n < 60; n++) {
    await searched.say(`apple${n % 2} ${n}`);
    await searched.catchUp();
  }
  const before = await searched.find("apple1");
  let steps = 0;
  while (await searched.index.merge()) steps++;
  assert.ok(steps > 0);
  assert.equal(await searched.index.merge(), false);
  assert.equal(before.length, 30);
  assert.deepEqual(await searched.find("apple1"), before);
});
