/**
 * Tests of the table of options, and that the user guide tells of each.
 * @module
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { APP_COMMANDS } from "../editor/keymap.ts";
import { judgeValue, OPTION_NAMES, OPTIONS } from "./options.ts";

Deno.test("every default is a value that its option takes", () => {
  for (const name of OPTION_NAMES) {
    assert.equal(judgeValue(name, OPTIONS[name].default), undefined, name);
    assert.notEqual(judgeValue(name, Symbol()), undefined, name);
  }
});

Deno.test("the user guide has a row for each option, as the table says it", async () => {
  const guide = await readFile(new URL("../../docs/user-guide.md", import.meta.url), "utf8");
  const rows = guide.split("\n").map((line) => line.replaceAll(/ {2,}/g, " ").trim());
  for (const name of OPTION_NAMES) {
    const { values, default: given, help } = OPTIONS[name];
    const row = `| \`${name}\` | ${values} | \`${JSON.stringify(given)}\` | ${help} |`;
    assert.ok(rows.includes(row), `docs/user-guide.md has no row\n${row}`);
  }
  for (const [name, does] of Object.entries(APP_COMMANDS)) {
    if (does === "") continue;
    const row = `| \`${name}\` | ${does} |`;
    assert.ok(rows.includes(row), `docs/user-guide.md has no row\n${row}`);
  }
});
