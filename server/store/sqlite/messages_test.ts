import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { MessageChange } from "../../chat/messages.ts";
import { DATABASE_FILE } from "./connection.ts";
import { SqliteLog } from "./log.ts";
import { append, Rig } from "./testing/rig.ts";

Deno.test("of a deleted message nothing is left on the disk, once the log is closed", async () => {
  await using rig = new Rig();
  const alice = await rig.register("alice");
  const room = await rig.join(alice, "garden");
  // One lies within a page of the file, one goes over several.
  const texts = ["a xylophone", "long xylophone ".repeat(600)];
  for (const [n, text] of texts.entries()) {
    const { seq: target } = await rig.done(append(alice, room, `m${n}`, text));
    const change = (change: MessageChange) =>
      rig.done({
        kind: "change-message",
        author: alice,
        administrator: false,
        room,
        target,
        change,
      });
    await change({ kind: "edit", text: `another ${text}` });
    await change({ kind: "delete" });
  }
  await rig.log.close();
  const database = new DatabaseSync(join(rig.folder, DATABASE_FILE));
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
  const holding = readdirSync(rig.folder)
    .filter((file) => readFileSync(join(rig.folder, file)).includes("xylophone"));
  rig.log = new SqliteLog(rig.folder, 0);
  assert.deepEqual(holding, []);
});
