import assert from "node:assert/strict";
import fc from "fast-check";
import { nameKey } from "../../../shared/name_key.ts";
import type { LogRig } from "./testing/log_rig.ts";
import { testLog, testLogs } from "./testing/suite.ts";

/** Accounts with these names and display names, written past the log: names need not be valid. */
function fill(rig: LogRig, people: readonly (readonly [name: string, display: string])[]) {
  const insert = `INSERT INTO account (id, name, name_key, display, display_key, created_at)
    VALUES (?, ?, ?, ?, ?, 0)`;
  return rig.tamper(
    ["DELETE FROM account"],
    ...people.map(([name, display]): [string, ...string[]] => [
      insert,
      ...[`U${name}`, name, nameKey(name), display, nameKey(display)],
    ]),
  );
}

async function find(rig: LogRig, query: string, limit: number): Promise<string[]> {
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

testLogs(
  "whatever the names and the pages, those that begin so come first, then those that hold it",
  async ({ start, runs }) => {
    await using rig = await start();
    const query = letters.filter((text) => text !== "");
    await fc.assert(
      fc.asyncProperty(people, query, fc.integer({ min: 1, max: 5 }), async (all, query, limit) => {
        await fill(rig, all);
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
      { numRuns: runs(100) },
    );
  },
);

testLog(
  "those who share a room come by name and without oneself, be they few or thousands",
  async (rig) => {
    const asker = await rig.register("m0000");
    await rig.register("outsider");
    const garden = await rig.join(asker, "garden");
    const names = Array.from({ length: 6000 }, (_, n) => `n${String(n).padStart(4, "0")}`);
    for (const [count, from] of [[3, 0], [6000, 3]]) {
      const statements = names.slice(from, count).flatMap((name): [string, ...string[]][] => [
        [
          "INSERT INTO account (id, name, name_key, created_at) VALUES (?, ?, ?, 0)",
          name,
          name,
          name,
        ],
        ["INSERT INTO member (room, account, joined_at) VALUES (?, ?, 0)", garden, name],
      ]);
      await rig.tamper(...statements);
      const seen: string[] = [];
      let after: readonly (string | number)[] | undefined;
      do {
        const page = await rig.reader.people.around(asker.id, [garden], { after, limit: 999 });
        seen.push(...page.entries.map((person) => person.name));
        after = page.next;
      } while (after);
      assert.deepEqual(seen, names.slice(0, count));
    }
  },
);
