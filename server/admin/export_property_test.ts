import assert from "node:assert/strict";
import fc from "fast-check";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { Rig } from "../store/sqlite/testing/rig.ts";
import { exportData } from "./export.ts";
import { TABLES } from "./export_format.ts";
import { importData } from "./import.ts";
import { openData } from "./data_file.ts";
import { history, live } from "./testing/history.ts";

async function exported(folder: string, room?: string): Promise<string> {
  const database = openData(folder);
  let text = "";
  const report = await exportData(database, { room, secrets: true }, (part) => void (text += part));
  database.close();
  assert.deepEqual(report.lost, []);
  return text;
}

/** The text in pieces that end anywhere, also inside of characters. */
async function* pieces(text: string, length: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += length) yield await bytes.subarray(at, at + length);
}

Deno.test("whatever happened, an export of all or of a room, imported, gives the same export", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 5000 }), async (steps, length) => {
      await using rig = new Rig();
      const [garden, shed] = await live(rig, steps);
      for (const room of [undefined, garden, shed]) {
        const folder = Deno.makeTempDirSync({ prefix: "parley-import-" });
        try {
          const first = await exported(rig.folder, room);
          const { damaged } = await importData(join(folder, "data"), pieces(first, length));
          assert.deepEqual(damaged, []);
          assert.equal(await exported(join(folder, "data"), room), first);
          for (const line of first.split("\n").slice(1, -2)) seen.add(/^\{"(\w+)"/.exec(line)![1]);
        } finally {
          Deno.removeSync(folder, { recursive: true });
        }
      }
    }),
    { numRuns: 8 },
  );
  const missing = TABLES.map(({ name }) => name).filter((name) => !seen.has(name));
  assert.deepEqual(missing, [], "the histories have something in every table");
});

Deno.test("an export has all tables but those of sessions, and of what is pushed to them", async () => {
  await using rig = new Rig();
  const database = new DatabaseSync(join(rig.folder, "parley.db"), { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    .map(({ name }) => name);
  database.close();
  const left = ["session", "push_subscription", "push_cursor"];
  assert.deepEqual([...TABLES.map(({ name }) => name), ...left].sort(), tables.sort());
});
