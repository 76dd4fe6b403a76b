import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { migrate } from "./migrate.ts";

const FIRST = "CREATE TABLE one (x TEXT); INSERT INTO one VALUES ('from step 1')";
const SECOND = "CREATE TABLE two (y TEXT); UPDATE one SET x = x || ', then 2'";

function version(database: DatabaseSync): number {
  return (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}

function rows(database: DatabaseSync): unknown[] {
  return database.prepare("SELECT x FROM one").all().map((row) => row.x);
}

function tables(database: DatabaseSync): unknown[] {
  return database.prepare("SELECT name FROM sqlite_schema ORDER BY name").all()
    .map((row) => row.name);
}

Deno.test("the steps are taken in order, each once, whenever they are added", () => {
  const database = new DatabaseSync(":memory:");
  migrate(database, "x.db", [FIRST]);
  assert.equal(version(database), 1);
  migrate(database, "x.db", [FIRST, SECOND]);
  migrate(database, "x.db", [FIRST, SECOND]);
  assert.equal(version(database), 2);
  assert.deepEqual(rows(database), ["from step 1, then 2"]);
  database.close();
});

Deno.test("a step that fails leaves the schema of the step before, and can be taken later", () => {
  const database = new DatabaseSync(":memory:");
  const broken =
    "CREATE TABLE two (y TEXT); UPDATE one SET x = 'lost'; INSERT INTO nowhere VALUES (1)";
  assert.throws(() => migrate(database, "x.db", [FIRST, broken]), /nowhere/);
  assert.equal(version(database), 1);
  assert.deepEqual(tables(database), ["one"]);
  assert.deepEqual(rows(database), ["from step 1"]);
  migrate(database, "x.db", [FIRST, SECOND]);
  assert.deepEqual(rows(database), ["from step 1, then 2"]);
  database.close();
});

Deno.test("a schema of a newer program is refused, with both numbers, and left alone", () => {
  const database = new DatabaseSync(":memory:");
  migrate(database, "x.db", [FIRST, SECOND]);
  assert.throws(() => migrate(database, "x.db", [FIRST]), {
    code: "conflict",
    message: /^x\.db was written by a newer Parley \(schema 2; this program knows 1\)/,
  });
  assert.equal(version(database), 2);
  database.close();
});

Deno.test("another program's database is refused and left alone, an empty file is not", () => {
  const foreign = new DatabaseSync(":memory:");
  foreign.exec("CREATE TABLE theirs (z)");
  const marked = new DatabaseSync(":memory:");
  marked.exec("PRAGMA application_id = 7");
  for (const database of [foreign, marked]) {
    const before = tables(database);
    assert.throws(() => migrate(database, "x.db", [FIRST]), {
      code: "conflict",
      message: /^x\.db is not a Parley database/,
    });
    assert.deepEqual(tables(database), before);
    database.close();
  }
  const empty = new DatabaseSync(":memory:");
  migrate(empty, "x.db", [FIRST]);
  assert.equal(version(empty), 1);
  empty.close();
});
