import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PeopleReads } from "../sql/people_reader.ts";
import { DATABASE_FILE } from "./connection.ts";
import { SqliteReadDatabase } from "./database.ts";
import { Rig } from "./testing/rig.ts";

Deno.test("a search walks through narrow indexes, never through the accounts themselves", async () => {
  await using rig = new Rig();
  const statements: string[] = [];
  const database = new DatabaseSync(join(rig.folder, DATABASE_FILE), { readOnly: true });
  const reading = new SqliteReadDatabase(rig.folder);
  const prepare = reading.prepare.bind(reading);
  reading.prepare = (sql) => {
    if (sql.includes("display_key")) statements.push(sql);
    return prepare(sql);
  };
  new PeopleReads(reading);
  reading.close();
  assert.equal(statements.length, 2);
  for (const sql of statements) {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    for (const { detail } of plan) assert.doesNotMatch(detail, /SCAN account(?! USING)/, sql);
  }
  database.close();
});
