import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { nameKey } from "../../../shared/names.ts";
import { DATABASE_FILE } from "./connection.ts";
import { SqlitePeopleReader } from "./people_reader.ts";
import { Rig } from "./testing/rig.ts";

/** Accounts with these names and display names, written past the log: names need not be valid. */
function fill(rig: Rig, people: readonly (readonly [name: string, display: string])[]): void {
  const database = new DatabaseSync(join(rig.folder, DATABASE_FILE));
  const insert = database.prepare(
    `INSERT INTO account (id, name, name_key, display, display_key, created_at)
     VALUES (?, ?, ?, ?, ?, 0)`,
  );
  database.exec("BEGIN; DELETE FROM account");
  for (const [name, display] of people) {
    insert.run(`U${name}`, name, nameKey(name), display, nameKey(display));
  }
  database.exec("COMMIT");
  database.close();
}

async function find(rig: Rig, query: string, limit: number): Promise<string[]> {
  const names: string[] = [];
  let after: readonly (string | number)[] | undefined;
  do {
    const page = await rig.reader.people.find(nameKey(query), { after, limit });
    assert.ok(page.entries.length <= limit);
    names.push(...page.entries.map((person) => person.name));
    after = page.next;
  } while (after);
  return names;
}

const letters = fc.string({ unit: fc.constantFrom("a", "b", "ß", "É", "я"), maxLength: 4 });
const people = fc.uniqueArray(
  fc.tuple(letters.filter((name) => name !== ""), letters),
  { selector: ([name]) => nameKey(name), maxLength: 12 },
);

Deno.test("whatever the names and the pages, those that begin so come first, then those that hold it", async () => {
  await using rig = new Rig();
  const query = letters.filter((text) => text !== "");
  await fc.assert(
    fc.asyncProperty(people, query, fc.integer({ min: 1, max: 5 }), async (all, query, limit) => {
      fill(rig, all);
      const key = nameKey(query);
      const sorted = all
        .map(([name, display]) => ({ name, keys: [nameKey(name), nameKey(display)] }))
        .sort((a, b) => a.keys[0] < b.keys[0] ? -1 : 1);
      const begins = sorted.filter(({ keys }) => keys.some((each) => each.startsWith(key)));
      const holds = sorted.filter((each) =>
        !begins.includes(each) && each.keys.some((text) => text.includes(key))
      );
      const expected = [...begins, ...holds].map(({ name }) => name);
      assert.deepEqual(await find(rig, query, limit), expected);
    }),
    { numRuns: 100 },
  );
});

Deno.test("those who share a room come by name and without oneself, be they few or thousands", async () => {
  await using rig = new Rig();
  const asker = await rig.register("m0000");
  await rig.register("outsider");
  const garden = await rig.join(asker, "garden");
  const database = new DatabaseSync(join(rig.folder, DATABASE_FILE));
  const enter = database.prepare("INSERT INTO member (room, account, joined_at) VALUES (?, ?, 0)");
  const add = database.prepare(
    "INSERT INTO account (id, name, name_key, created_at) VALUES (?1, ?1, ?1, 0)",
  );
  const names = Array.from({ length: 6000 }, (_, n) => `n${String(n).padStart(4, "0")}`);
  for (const [count, from] of [[3, 0], [6000, 3]]) {
    database.exec("BEGIN");
    for (const name of names.slice(from, count)) {
      add.run(name);
      enter.run(garden, name);
    }
    database.exec("COMMIT");
    const seen: string[] = [];
    let after: readonly (string | number)[] | undefined;
    do {
      const page = await rig.reader.people.around(asker.id, [garden], { after, limit: 999 });
      seen.push(...page.entries.map((person) => person.name));
      after = page.next;
    } while (after);
    assert.deepEqual(seen, names.slice(0, count));
  }
  database.close();
});

Deno.test("a search walks through narrow indexes, never through the accounts themselves", async () => {
  await using rig = new Rig();
  const statements: string[] = [];
  const database = new DatabaseSync(join(rig.folder, DATABASE_FILE), { readOnly: true });
  const prepare = database.prepare.bind(database);
  database.prepare = (sql) => {
    if (sql.includes("display_key")) statements.push(sql);
    return prepare(sql);
  };
  new SqlitePeopleReader(database);
  assert.equal(statements.length, 2);
  for (const sql of statements) {
    const plan = prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    for (const { detail } of plan) assert.doesNotMatch(detail, /SCAN account(?! USING)/, sql);
  }
  database.close();
});
