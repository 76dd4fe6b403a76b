import assert from "node:assert/strict";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { SqliteLog } from "../store/sqlite/log.ts";
import { dump } from "../store/sqlite/testing/old_databases.ts";
import { append, Rig } from "../store/sqlite/testing/rig.ts";
import { flip, tear } from "../store/sqlite/testing/tearing.ts";
import { makeBackup } from "./backup.ts";
import { restoreBackup } from "./restore.ts";

/** A log with some messages, and a folder for backups of it. */
class Kept {
  readonly rig = new Rig();
  readonly folder = Deno.makeTempDirSync({ prefix: "parley-backup-" });
  readonly file = join(this.folder, "backup.db");
  readonly data = join(this.rig.folder, "parley.db");

  static async start(): Promise<Kept> {
    const kept = new Kept();
    const alice = await kept.rig.register("alice");
    const room = await kept.rig.join(alice, "garden");
    const numbers = Array.from({ length: 100 }, (_, n) => n);
    await kept.rig.commit(...numbers.map((n) => append(alice, room, `m${n}`, `message ${n}.`)));
    return kept;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.rig[Symbol.asyncDispose]();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

Deno.test("a backup while the log is written holds all that was committed, in one private file", async () => {
  await using kept = await Kept.start();
  const report = await makeBackup(kept.rig.folder, kept.file);
  assert.deepEqual(dump(kept.file), dump(kept.data));
  const { accounts, rooms, events, bytes } = report;
  assert.deepEqual([accounts, rooms, events], [1, 2, 103]);
  assert.equal(bytes, statSync(kept.file).size);
  assert.deepEqual(readdirSync(kept.folder), ["backup.db"]);
  if (process.platform !== "win32") assert.equal(statSync(kept.file).mode & 0o777, 0o600);
});

Deno.test("a file that is there is replaced only by force", async () => {
  await using kept = await Kept.start();
  Deno.writeTextFileSync(kept.file, "precious");
  await assert.rejects(makeBackup(kept.rig.folder, kept.file), { code: "conflict" });
  assert.equal(Deno.readTextFileSync(kept.file), "precious");
  await makeBackup(kept.rig.folder, kept.file, true);
  assert.deepEqual(dump(kept.file), dump(kept.data));
});

Deno.test("data that are damaged make no backup, and an older one stays", async () => {
  for (const damage of [tear, flip]) {
    await using kept = await Kept.start();
    await makeBackup(kept.rig.folder, kept.file);
    const before = Deno.readFileSync(kept.file);
    await kept.rig.close();
    damage(kept.data, "message 50.");
    kept.rig.open();
    await assert.rejects(makeBackup(kept.rig.folder, kept.file, true), {
      code: "conflict",
      message: /^No backup was made\. .*parley\.db is damaged/,
    });
    assert.deepEqual(Deno.readFileSync(kept.file), before);
    assert.deepEqual(readdirSync(kept.folder), ["backup.db"]);
  }
});

Deno.test("a backup is restored to a folder that is made for it, and opened as any other", async () => {
  await using kept = await Kept.start();
  await makeBackup(kept.rig.folder, kept.file);
  const to = join(kept.folder, "new", "data");
  const report = await restoreBackup(to, kept.file);
  assert.deepEqual([report.events, report.kept], [103, undefined]);
  assert.deepEqual(dump(join(to, "parley.db")), dump(kept.data));
  await new SqliteLog(to, 0).close();
});

Deno.test("data that are there are replaced only by force, and kept with what was committed last", async () => {
  await using kept = await Kept.start();
  const { rig, file, data } = kept;
  await makeBackup(rig.folder, file);
  await rig.register("bob");
  // As after a crash: what came last is in the write-ahead log alone.
  const crashed = join(kept.folder, "crashed");
  Deno.mkdirSync(crashed);
  for (const end of ["", "-wal"]) Deno.copyFileSync(data + end, join(crashed, `parley.db${end}`));
  Deno.writeTextFileSync(join(crashed, "search.db"), "an index of other events");
  await assert.rejects(restoreBackup(crashed, file), {
    code: "conflict",
    message: /holds data already.*--force/,
  });
  const report = await restoreBackup(crashed, file, true);
  assert.deepEqual(dump(join(crashed, "parley.db")).account.length, 1);
  assert.deepEqual(dump(report.kept!).account.length, 2);
  assert.equal(existsSync(join(crashed, "search.db")), false);
  await assert.rejects(restoreBackup(rig.folder, file, true), { message: /in use/ });
});

Deno.test("what is damaged, no backup, or of a later version is not restored", async () => {
  await using kept = await Kept.start();
  const { rig, file } = kept;
  const to = join(kept.folder, "data");
  await assert.rejects(restoreBackup(to, file), { code: "not-found" });
  const cases: [(path: string) => void, RegExp][] = [
    [(path) => tear(path, "message 50."), /is damaged/],
    [(path) => flip(path, "message 50."), /#garden: event 5\d/],
    [(path) => Deno.truncateSync(path, 8192), /is damaged|not a Parley/],
    [(path) => Deno.writeTextFileSync(path, "hello ".repeat(1000)), /is not a Parley database/],
    [(path) => Deno.writeTextFileSync(path, ""), /is empty/],
    [(path) => {
      const database = new DatabaseSync(path);
      database.exec("PRAGMA user_version = 999");
      database.close();
    }, /newer Parley/],
  ];
  for (const [damage, reason] of cases) {
    await makeBackup(rig.folder, file, true);
    damage(file);
    await assert.rejects(restoreBackup(to, file), { name: "ParleyError", message: reason });
    assert.equal(existsSync(join(to, "parley.db")), false);
  }
});
