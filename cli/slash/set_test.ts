/**
 * Tests of `/set`.
 * @module
 */
import assert from "node:assert/strict";
import { ENTER, happen, onlineState, printedTexts, typed } from "../app/testing/fixtures.ts";

const say = (line: string) => happen(onlineState(), typed(line), ENTER);

Deno.test("/set changes an option for this run, and with --save for good", () => {
  const set = say("/set theme light");
  assert.equal(set.state.config.theme, "light");
  assert.deepEqual(set.effects, []);
  const saved = say("/set --save notify.bell off");
  assert.equal(saved.state.config["notify.bell"], false);
  assert.deepEqual(saved.effects, [{ type: "save-option", name: "notify.bell", value: false }]);
  const listed = say('/set notify.command ["a", "{text}"]');
  assert.deepEqual(listed.state.config["notify.command"], ["a", "{text}"]);
});

Deno.test("keys that are set work at once", () => {
  const { state } = say('/set keys {"f5": "room-9", "ctrl-u": "none"}');
  const cut = {
    type: "key",
    name: "char",
    char: "u",
    ctrl: true,
    alt: false,
    shift: false,
  } as const;
  assert.equal(happen(state, typed("stays"), cut).state.editor.text, "stays");
});

Deno.test("/set tells what an option is, and refuses what it can't be", () => {
  assert.match(say("/set theme").state.notice!.text, /^theme is "auto"\. Colours for .*monochrome/);
  assert.match(say("/set theme drak").state.notice!.text, /"theme" is one of auto, dark/);
  assert.match(
    say("/set tehme dark").state.notice!.text,
    /no option "tehme"\. Did you mean "theme"/,
  );
  assert.match(say("/set --save theme").state.notice!.text, /Say which value/);
  assert.match(
    printedTexts(say("/set").effects)[0],
    /^Options:\nview is "inline"\ntheme is "auto"/,
  );
});
