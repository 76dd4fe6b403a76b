import assert from "node:assert/strict";
import fc from "fast-check";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Cluster, WITHOUT_POSTGRES } from "../../tests/support/postgres.ts";
import { testUnless } from "../../tests/support/skip.ts";
import { openPostgresLog } from "../store/postgres/log.ts";
import { append, Rig } from "../store/sqlite/testing/rig.ts";
import { migratePlaces } from "./migrate.ts";
import { MOVED } from "./migrate/side.ts";
import { history, live } from "./testing/history.ts";

let cluster: Cluster | undefined;

if (WITHOUT_POSTGRES === undefined) {
  Deno.test.beforeAll(async () => {
    cluster = await Cluster.start({ fsync: "off" });
  });
  Deno.test.afterAll(async () => await cluster?.remove());
}

/** All rows of a data folder. */
function content(folder: string): string[] {
  const database = new DatabaseSync(join(folder, "parley.db"), { readOnly: true });
  const rows = MOVED.flatMap(({ name, key }) =>
    database.prepare(`SELECT * FROM ${name} ORDER BY ${key}`).all()
      .map((row) => `${name} ${JSON.stringify(Object.entries(row))}`)
  );
  database.close();
  return rows;
}

/** A stopped server's folder in which this happened. */
async function lived(steps: Parameters<typeof live>[1], run: (folder: string) => Promise<void>) {
  await using rig = new Rig();
  await live(rig, steps);
  await rig.close();
  await run(rig.folder);
  rig.open();
}

Deno.test("a migration moves every table", async () => {
  await using rig = new Rig();
  const database = new DatabaseSync(join(rig.folder, "parley.db"), { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  database.close();
  assert.deepEqual(MOVED.map(({ name }) => name).sort(), tables.map(({ name }) => name).sort());
});

testUnless(
  WITHOUT_POSTGRES,
  "whatever happened, a migration to PostgreSQL and back gives the same rows",
  async () => {
    await fc.assert(
      fc.asyncProperty(history, (steps) =>
        lived(steps, async (folder) => {
          const there = await cluster!.create();
          const back = Deno.makeTempDirSync({ prefix: "parley-migrated-" });
          try {
            const before = content(folder);
            const first = await migratePlaces(`sqlite:${folder}`, there, {});
            const second = await migratePlaces(there, `sqlite:${back}`, {});
            assert.deepEqual(content(back), before);
            assert.deepEqual(content(folder), before, "the source is as it was");
            assert.deepEqual(second, first);
            assert.equal(first.rows, before.length);
          } finally {
            Deno.removeSync(back, { recursive: true });
          }
        })),
      { numRuns: 4 },
    );
  },
);

testUnless(
  WITHOUT_POSTGRES,
  "what was numbered goes on behind what was moved, and so do the rooms",
  () =>
    lived([], async (folder) => {
      const url = await cluster!.create();
      await migratePlaces(`sqlite:${folder}`, url, {});
      const log = await openPostgresLog(url, 0);
      const database = new DatabaseSync(join(folder, "parley.db"), { readOnly: true });
      const { id, head } = database.prepare("SELECT id, head FROM room WHERE name = 'garden'")
        .get()!;
      const author = database.prepare("SELECT id, name FROM account WHERE name = 'person0'").get()!;
      database.close();
      const person = author as { id: string; name: string };
      const { answers } = await log.commit([
        append(person, id as string, "next"),
        { kind: "report", by: person, person: person.id, reason: "one more" },
      ], 1);
      assert.deepEqual(answers.map(({ ok }) => ok), [true, true], JSON.stringify(answers));
      assert.ok(answers[0].ok && "seq" in answers[0].outcome);
      assert.equal(answers[0].outcome.seq, Number(head) + 1);
      await log.close();
    }),
);

testUnless(
  WITHOUT_POSTGRES,
  "a database that holds something, or is in use, is no target; a part of one is no source",
  () =>
    lived([], async (folder) => {
      const url = await cluster!.create();
      await migratePlaces(`sqlite:${folder}`, url, {});
      const again = () => migratePlaces(`sqlite:${folder}`, url, {});
      await assert.rejects(again, { code: "conflict", message: /holds data already/ });
      const back = () => migratePlaces(url, `sqlite:${folder}`, {});
      await assert.rejects(back, { code: "conflict", message: /holds data already/ });
      const nowhere = () => migratePlaces("sqlite:/nowhere", url, {});
      await assert.rejects(nowhere, { code: "not-found" });
      await assert.rejects(() => migratePlaces(url, "mysql://x/y", {}), { code: "bad-request" });
    }),
);

/** Stops a migration after some rows. */
function stopAt(rows: number) {
  return (what: string, done: number) => {
    if (what === "Copied" && done >= rows) throw new Error("stopped");
  };
}

testUnless(
  WITHOUT_POSTGRES,
  "an interrupted migration goes on, nothing starts on it before, and a source that changed is found out",
  async () => {
    await using rig = new Rig();
    const alice = await rig.register("alice");
    const room = await rig.join(alice, "garden");
    const some = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => append(alice, room, `m${from + n}`));
    await rig.commit(...some(0, 2500));
    await rig.close();
    const source = `sqlite:${rig.folder}`;
    const url = await cluster!.create();
    const part = migratePlaces(source, url, { onProgress: stopAt(1500) });
    await assert.rejects(part, /stopped/);
    await assert.rejects(openPostgresLog(url, 0), { code: "conflict", message: /not finished/ });
    const asSource = migratePlaces(url, `sqlite:${rig.folder}-2`, {});
    await assert.rejects(asSource, { code: "conflict", message: /only a part/ });

    rig.open();
    await rig.commit(...some(2500, 2600));
    await rig.close();
    const changed = migratePlaces(source, url, {});
    await assert.rejects(changed, { code: "conflict", message: /was changed since/ });
    {
      await using other = new Rig();
      await other.close();
      const mixed = migratePlaces(`sqlite:${other.folder}`, url, {});
      await assert.rejects(mixed, { code: "conflict", message: /part of another database/ });
      other.open();
    }
    const anew = migratePlaces(source, url, { restart: true, onProgress: stopAt(1500) });
    await assert.rejects(anew, /stopped/);
    const { rows, resumed, rooms } = await migratePlaces(source, url, {});
    assert.ok(resumed > 1000 && resumed < rows, `${resumed}`);
    assert.equal(rooms.find(({ id }) => id === room)?.events, 2602);
    rig.open();
  },
);
