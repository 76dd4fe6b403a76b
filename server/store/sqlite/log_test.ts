import assert from "node:assert/strict";
import { SqliteLog } from "./log.ts";
import { Rig } from "./testing/rig.ts";

Deno.test("a folder has one log at a time", async () => {
  await using rig = new Rig();
  assert.throws(() => new SqliteLog(rig.folder, 0), { code: "conflict", message: /in use/ });
});
