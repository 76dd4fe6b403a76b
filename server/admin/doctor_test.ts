import assert from "node:assert/strict";
import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { append, Rig } from "../store/sqlite/testing/rig.ts";
import { tear } from "../store/sqlite/testing/tearing.ts";
import { writeOldDatabase } from "../store/sqlite/testing/old_databases.ts";
import { examine } from "./doctor.ts";
import { examineFolder } from "./doctor/examination.ts";
import { examineDisk } from "./doctor/folder.ts";

/** What is not well, as `check: message`. */
async function complaints(folder: string, withRepair = false): Promise<string[]> {
  const { findings } = await examine(folder, withRepair);
  return findings.filter(({ state }) => state !== "ok")
    .map(({ check, message }) => `${check}: ${message}`);
}

/** Opens the log again at the end, for its disposal. */
function reopening(rig: Rig): Disposable {
  return { [Symbol.dispose]: () => rig.open() };
}

/** Closes the log, with a room of many messages in it. */
async function planted(rig: Rig): Promise<string> {
  const alice = await rig.register("alice");
  const room = await rig.join(alice, "garden");
  const numbers = Array.from({ length: 300 }, (_, n) => n);
  await rig.commit(...numbers.map((n) => append(alice, room, `m${n}`, `message ${n}.`)));
  await rig.close();
  return room;
}

function tamper(rig: Rig, sql: string): void {
  const database = new DatabaseSync(join(rig.folder, "parley.db"));
  database.exec(sql);
  database.close();
}

Deno.test("a folder that is in order is, whether a server runs there or not", async () => {
  await using rig = new Rig();
  const alice = await rig.register("alice");
  await rig.join(alice, "garden");
  assert.deepEqual(await complaints(rig.folder), []);
  await rig.close();
  using _end = reopening(rig);
  const before = Deno.readFileSync(join(rig.folder, "parley.db"));
  assert.deepEqual(await complaints(rig.folder), []);
  assert.deepEqual(Deno.readFileSync(join(rig.folder, "parley.db")), before);
});

Deno.test("what is damaged is named by room and range", async () => {
  await using rig = new Rig();
  const room = await planted(rig);
  using _end = reopening(rig);
  const change = (where: string) =>
    `UPDATE event SET text = 'x' WHERE room = '${room}' AND seq ${where}`;
  tamper(rig, `${change("BETWEEN 12 AND 15")}; ${change("= 20")}`);
  assert.deepEqual(await complaints(rig.folder), ["events: #garden: events 12–15, 20"]);
  assert.deepEqual((await examine(rig.folder, true)).repaired, [], "that can't be mended");
});

Deno.test("a torn page is a problem of the file, and of the events on it", async () => {
  await using rig = new Rig();
  await planted(rig);
  using _end = reopening(rig);
  tear(join(rig.folder, "parley.db"), "message 150.");
  const { ok, findings } = await examine(rig.folder);
  assert.equal(ok, false);
  const [file, events] = ["file", "events"].map((check) =>
    findings.find((finding) => finding.check === check && finding.state === "problem")
  );
  assert.match(file!.next!, /Restore a backup/);
  const [, from, to] = /#garden: events (\d+)–(\d+)$/.exec(events!.message)!;
  assert.ok(Number(from) <= 153 && Number(to) >= 153 && Number(to) - Number(from) < 100);
});

Deno.test("counters that are wrong are found, and mended", async () => {
  await using rig = new Rig();
  await planted(rig);
  using _end = reopening(rig);
  tamper(rig, "UPDATE room SET head = head - 3, messages = 7 WHERE name = 'garden'");
  const [complaint] = await complaints(rig.folder);
  assert.match(complaint, /counters: #garden ends at event 302 with 300 messages/);
  const { repaired, ok } = await examine(rig.folder, true);
  assert.deepEqual([repaired, ok], [["the counters of #garden"], true]);
});

Deno.test("a search index that is damaged is thrown away", async () => {
  await using rig = new Rig();
  await planted(rig);
  using _end = reopening(rig);
  writeFileSync(join(rig.folder, "search.db"), "no index");
  assert.match((await complaints(rig.folder))[0], /^search index: /);
  const { repaired } = await examine(rig.folder, true);
  assert.deepEqual(repaired, ["the search index: the server makes it anew"]);
  assert.deepEqual(await complaints(rig.folder), []);
});

Deno.test("files that others can get at are found, and closed to them", async () => {
  if (process.platform === "win32") return;
  await using rig = new Rig();
  await planted(rig);
  using _end = reopening(rig);
  const file = join(rig.folder, "parley.db");
  assert.equal(statSync(file).mode & 0o777, 0o600, "as the server makes it");
  chmodSync(rig.folder, 0o755);
  assert.deepEqual(await complaints(rig.folder), [], "the files are closed");
  chmodSync(file, 0o644);
  const [first, second] = await complaints(rig.folder);
  assert.match(first, /^rights: others may have a look at .*\(mode 755\)/);
  assert.match(second, /parley\.db \(mode 644\)/);
  await examine(rig.folder, true);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(rig.folder).mode & 0o777, 0o700);
  assert.deepEqual(await complaints(rig.folder), []);
});

Deno.test("a clock behind the newest event is a problem", async () => {
  await using rig = new Rig();
  rig.now = 1_795_000_000_000;
  const alice = await rig.register("alice");
  await rig.join(alice, "garden");
  const clock = (now: number) =>
    examineFolder(rig.folder, now).find(({ check }) => check === "clock")!;
  assert.equal(clock(rig.now).state, "ok");
  assert.match(clock(rig.now - 3_600_000).message, /newest event is of 2026/);
  assert.equal(clock(rig.now - 3_600_000).state, "problem");
});

Deno.test("a disk that is nearly full is a problem, one that can't be asked a warning", async () => {
  await using rig = new Rig();
  await planted(rig);
  using _end = reopening(rig);
  const disk = (ask?: () => number) => examineDisk(rig.folder, ask);
  assert.match(disk().message, /free, the data take/);
  assert.equal(disk(() => 1e12).state, "ok");
  const full = disk(() => 1_000);
  assert.deepEqual([full.check, full.state], ["disk", "problem"]);
  assert.match(full.next!, /Make room/);
  const unknown = disk(() => {
    throw new Error("no such call");
  });
  assert.equal(unknown.state, "warning");
  assert.match(unknown.message, /no such call/);
});

Deno.test("the version of program, runtime, database and schema are told", async () => {
  await using rig = new Rig();
  const told = examineFolder(rig.folder, rig.now).find(({ check }) => check === "versions")!;
  assert.equal(told.state, "ok");
  assert.match(told.message, /^Parley \d+\.\d+\.\d+.*, Deno \d.*, SQLite 3\..*, schema \d+$/);
});

Deno.test("an older schema is told, a newer one, another file and an empty folder are problems", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "parley-doctor-" });
  try {
    assert.match((await complaints(folder))[0], /there is no .*parley\.db/);
    const path = join(folder, "parley.db");
    writeOldDatabase(path, 3);
    assert.match((await complaints(folder)).join(), /^versions: .*schema 3; this program's/);
    assert.equal((await examine(folder)).ok, true);
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 999");
    database.close();
    assert.match((await complaints(folder))[0], /newer Parley/);
    for (const name of ["parley.db-wal", "parley.db-shm"]) {
      Deno.removeSync(join(folder, name));
    }
    Deno.writeTextFileSync(path, "Dear diary, ".repeat(1000));
    assert.match((await complaints(folder))[0], /is not a Parley database/);
    assert.equal((await examine(folder)).ok, false);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("nothing is repaired where a server runs", async () => {
  await using rig = new Rig();
  await assert.rejects(examine(rig.folder, true), { code: "conflict", message: /in use/ });
});
