/**
 * Tests of the configuration file's text.
 * @module
 */
import assert from "node:assert/strict";
import { DEFAULT_CONFIG } from "./options.ts";
import { parseConfig, withSetting } from "./parse.ts";

function problems(text: string): string[] {
  return parseConfig(text).problems.map(({ line, column, message }) =>
    `${line}:${column} ${message}`
  );
}

Deno.test("an empty file, and none, mean the defaults", () => {
  assert.deepEqual(parseConfig(""), { config: DEFAULT_CONFIG, problems: [] });
  assert.deepEqual(parseConfig("// nothing yet\n{}\n"), { config: DEFAULT_CONFIG, problems: [] });
});

Deno.test("options are read, with comments and a comma at the end", () => {
  const { config, problems } = parseConfig(`{
    // at night
    "theme": "dark",
    "keys": { "Ctrl+X Ctrl+U": "undo", "f5": "redraw", },
  }`);
  assert.deepEqual(problems, []);
  assert.equal(config.theme, "dark");
  assert.equal(config["notify.bell"], true);
  assert.deepEqual(config.keys, { "Ctrl+X Ctrl+U": "undo", "f5": "redraw" });
});

Deno.test("each problem is told with its line and column", () => {
  const text = `{
  "theme": "drak",
  "bel": true,
  "title": "yes",
  "keys": {
    "ctrl-hyper-q": "undo",
    "f5": "undoo"
  },
  "notify.command": ["a", 1]
}`;
  assert.deepEqual(problems(text), [
    '2:12 "theme" is one of auto, dark, light, high-contrast, monochrome.',
    '3:3 There is no option "bel".',
    '4:12 "title" is true or false.',
    '6:21 "keys" has no key "ctrl-hyper-q"; write keys as ctrl-k, alt-enter, f5 or ctrl-x ctrl-e.',
    '9:27 "notify.command" is a list of texts.',
  ]);
  assert.deepEqual(problems('{\n  "keys": {"f5": "undoo"}\n}'), [
    '2:18 "keys" knows no command "undoo"; parley config keys lists them.',
  ]);
});

Deno.test("what is no JSON is told where it stops being so", () => {
  assert.deepEqual(problems('{\n  "theme" "dark"\n}'), ["2:11 This is not JSON: colon expected."]);
  assert.deepEqual(problems("[]"), ["1:1 Expected { options }."]);
  assert.deepEqual(problems('{"title": true, "title": false}'), ['1:17 "title" comes twice.']);
});

Deno.test("a name of JavaScript's own is no option", () => {
  assert.equal(problems('{"__proto__": 1, "constructor": 1}').length, 2);
});

Deno.test("setting an option keeps comments and order", () => {
  const text = '{\n  // at night\n  "theme": "dark"\n}\n';
  assert.equal(withSetting(text, "theme", "light"), text.replace("dark", "light"));
  const more = withSetting(text, "title", false);
  assert.equal(more, '{\n  // at night\n  "theme": "dark",\n  "title": false\n}\n');
  assert.equal(withSetting("", "title", false), '{\n  "title": false\n}\n');
});
