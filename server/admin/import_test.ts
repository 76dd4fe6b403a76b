import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { LogEvent, Person } from "../../shared/protocol/mod.ts";
import { SqliteLog } from "../store/sqlite/log.ts";
import { openSqliteReader } from "../store/sqlite/reader.ts";
import { dump, GARDEN, writeOldDatabase } from "../store/sqlite/testing/old_databases.ts";
import { append, Rig } from "../store/sqlite/testing/rig.ts";
import { examine } from "./doctor.ts";
import { openData } from "./data_file.ts";
import { exportData, type ExportOptions } from "./export.ts";
import { importData } from "./import.ts";

/** A rig, and a folder to import to. */
class Move {
  readonly rig = new Rig();
  readonly folder = Deno.makeTempDirSync({ prefix: "parley-import-" });
  readonly to = join(this.folder, "data");
  alice!: Person;
  garden = "";

  static async start(): Promise<Move> {
    const move = new Move();
    move.alice = await move.rig.register("alice");
    move.garden = await move.rig.join(move.alice, "garden");
    await move.rig.done(append(move.alice, move.garden, "m1", "Grüße"));
    return move;
  }

  async export(options: Partial<ExportOptions> = {}, from = this.rig.folder) {
    const database = openData(from);
    let text = "";
    const sink = (part: string) => void (text += part);
    const report = await exportData(database, { secrets: true, ...options }, sink);
    database.close();
    return { text, report };
  }

  import(text: string, force?: boolean, to = this.to) {
    return importData(to, new Blob([text]).stream(), force);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.rig[Symbol.asyncDispose]();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

async function eventsOf(folder: string, room: string): Promise<LogEvent[]> {
  const reader = openSqliteReader(folder);
  const events = await reader.range(room, { after: 0, upTo: 1e9 }, { events: 1e9, bytes: 1e9 });
  reader.close();
  return events;
}

Deno.test("an export of every schema can be imported, and is brought up to date", async () => {
  for (const schema of [1, 2, 7]) {
    await using move = await Move.start();
    const old = join(move.folder, "old");
    Deno.mkdirSync(old);
    writeOldDatabase(join(old, "parley.db"), schema);
    const { text } = await move.export({}, old);
    assert.equal(JSON.parse(text.split("\n")[0]).schema, schema);
    await move.import(text);
    await new SqliteLog(old, 0).close();
    const [imported, upgraded] = [dump(join(move.to, "parley.db")), dump(join(old, "parley.db"))];
    // Made anew where a schema made it.
    if (schema < 4) imported.address_key = upgraded.address_key;
    assert.deepEqual(imported, { ...upgraded, session: [] });
    assert.ok((await eventsOf(move.to, GARDEN)).length > 4);
  }
});

Deno.test("a file that is cut off, is none, or is of a later version imports nothing, and says why", async () => {
  await using move = await Move.start();
  const { text } = await move.export();
  const lines = text.trimEnd().split("\n");
  const other = (change: (lines: string[]) => void) => {
    const changed = [...lines];
    change(changed);
    return changed.join("\n");
  };
  const cases: [string, RegExp][] = [
    ["", /Line 1 is no header/],
    ["hello\n", /Line 1 is not JSON/],
    [lines[1], /Line 1 is no header/],
    [lines.slice(0, 3).join("\n"), /cut off after 2 rows/],
    [text.slice(0, text.length / 2), /not JSON|cut off/],
    [other((lines) => lines.splice(2, 1)), /holds \d+ rows; expected/],
    [other((lines) => lines.push(lines[1])), /follows the last one/],
    [other((lines) => lines[0] = lines[0].replace(/"schema":\d+/, '"schema":999')), /newer Parley/],
    [other((lines) => lines[2] = '{"session":{"token_hash":"x"}}'), /Line 3 .*no table session/],
    [other((lines) => lines[2] = '{"room":{"id); DROP":1}}'), /Line 3 .*no column/],
    [other((lines) => lines[2] = '{"room":{"id":{"x":1}}}'), /Line 3/],
    [other((lines) => lines[2] = lines[1]), /Line 3 .*UNIQUE/],
    [text.replace(/("member":\{[^}]*"account":")\w+/, "$1U0"), /don't belong together/],
    ["x".repeat(2_000_000), /Line 1 is too long/],
  ];
  for (const [content, reason] of cases) {
    await assert.rejects(move.import(content), { name: "ParleyError", message: reason });
    assert.equal(existsSync(join(move.to, "parley.db")), false);
    assert.equal(existsSync(join(move.to, "parley.db.part")), false);
  }
});

Deno.test("data that are there are replaced only by force, and kept", async () => {
  await using move = await Move.start();
  const { text } = await move.export();
  await move.import(text);
  await assert.rejects(move.import(text), { code: "conflict", message: /holds data already/ });
  await move.rig.done(append(move.alice, move.garden, "m2", "later"));
  const { kept } = await move.import((await move.export()).text, true);
  const count = (path: string) => dump(path).event.length;
  assert.equal(count(join(move.to, "parley.db")), count(kept!) + 1);
});

Deno.test("nothing is imported where a server runs", async () => {
  await using move = await Move.start();
  const { text } = await move.export();
  await assert.rejects(move.import(text, true, move.rig.folder), { message: /in use/ });
  const room = await move.export({ room: "garden" });
  await assert.rejects(move.import(room.text, false, move.rig.folder), { message: /in use/ });
});

Deno.test("what can't be read is left out of an export and named, and has its place after the import", async () => {
  await using move = await Move.start();
  const { rig, alice, garden } = move;
  await rig.done(append(alice, garden, "m2", "second"));
  const before = await rig.events(garden);
  const database = new DatabaseSync(join(rig.folder, "parley.db"));
  database.prepare("DELETE FROM event WHERE room = ? AND seq = 3").run(garden);
  database.prepare("UPDATE event SET text = 'x' WHERE room = ? AND seq = 4").run(garden);
  database.close();
  const { text, report } = await move.export();
  assert.deepEqual(report.lost, ["#garden: event 3"]);
  const { damaged } = await move.import(text);
  assert.deepEqual(damaged, ["#garden: events 3–4"]);
  const after = await eventsOf(move.to, garden);
  assert.deepEqual(after.map(({ kind }) => kind), ["create", "join", "lost", "lost"]);
  assert.deepEqual(after.slice(0, 2), before.slice(0, 2));
  // What is marked as lost is no damage any more.
  assert.equal((await examine(move.to)).ok, true);
  const again = await move.export({}, move.to);
  assert.deepEqual(again.report.lost, []);
});

Deno.test("without secrets an export lets nobody in", async () => {
  await using move = await Move.start();
  await move.rig.commit({
    kind: "create-incoming-hook",
    actor: move.alice.id,
    room: move.garden,
    name: "in",
    secretHash: "secret hash",
  });
  const { text } = await move.export({ secrets: false });
  assert.doesNotMatch(text, /"(hook|invitation|address_key|address_ban|session)"|secret hash/);
  for (const line of text.split("\n").filter((line) => line.startsWith('{"account"'))) {
    assert.equal(JSON.parse(line).account.password_hash, null);
  }
  await move.import(text);
  assert.equal((await eventsOf(move.to, move.garden)).length, 3);
});

Deno.test("a room is added to the data of another server, with the words of people whose name is taken", async () => {
  await using move = await Move.start();
  await using other = new Rig();
  const carol = await other.register("carol");
  const bob = await move.rig.register("bob");
  await move.rig.join(bob, "garden");
  await move.rig.done(append(bob, move.garden, "m1", "and bob"));
  const namesake = await other.register("Alice");
  await other.done({ kind: "report", by: carol, person: namesake.id, reason: "here too" });
  const { text } = await move.export({ room: "#garden" });
  const { folder } = other;
  await other.close();
  const before = dump(join(folder, "parley.db"));
  const { merged } = await importData(folder, new Blob([text]).stream());
  assert.equal(merged, true);
  await assert.rejects(importData(folder, new Blob([text]).stream()), {
    code: "conflict",
    message: /there already/,
  });
  other.open();
  const after = dump(join(folder, "parley.db"));
  for (const [table, rows] of Object.entries(before)) {
    for (const row of rows) assert.ok(after[table].some((each) => equal(each, row)), table);
  }
  const events = await other.events(move.garden);
  assert.deepEqual(events, await move.rig.events(move.garden));
  assert.equal((await other.reader.account("alice"))?.person.id, namesake.id);
  assert.equal((await other.reader.account("bob"))?.administrator, false);
  await other.done(append(bob, move.garden, "m2", "on it goes"));
});

Deno.test("a room whose name another public room has is not added", async () => {
  await using move = await Move.start();
  const { text } = await move.export({ room: move.garden });
  await using other = new Rig();
  const dave = await other.register("dave");
  await other.join(dave, "garden");
  await other.close();
  const before = dump(join(other.folder, "parley.db"));
  await assert.rejects(importData(other.folder, new Blob([text]).stream()), {
    code: "conflict",
    message: /another room garden/,
  });
  assert.deepEqual(dump(join(other.folder, "parley.db")), before);
  other.open();
});

Deno.test("a room is named as people name it; one that isn't there, or several, are told", async () => {
  await using move = await Move.start();
  assert.equal(
    (await move.export({ room: "#Garden" })).text,
    (await move.export({ room: move.garden })).text,
  );
  await assert.rejects(move.export({ room: "orchard" }), { code: "not-found" });
  const bob = await move.rig.register("bob");
  const name = { key: "garden", display: "garden", skeleton: "garden" };
  await move.rig.done({ kind: "create-room", person: bob, roomKind: "private", name, topic: "" });
  await assert.rejects(move.export({ room: "garden" }), { message: /Several rooms.*by its id/ });
});

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
