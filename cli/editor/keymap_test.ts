/**
 * Tests of keymaps.
 * @module
 */
import assert from "node:assert/strict";
import { applyInput, createEditor } from "./editor.ts";
import { createKeymap, DEFAULT_KEYS, isKeyCommand, lookUp, parseChord } from "./keymap.ts";
import { keyOf, typeAll, view } from "./testing/typing.ts";

Deno.test("every default key is written as people would, and does something that there is", () => {
  for (const [keys, command] of Object.entries(DEFAULT_KEYS)) {
    assert.equal(parseChord(keys), keys);
    assert.ok(isKeyCommand(command), command);
  }
});

Deno.test("a person's own keys take the place of the default ones, and `none` takes them away", () => {
  const keymap = createKeymap({ "Ctrl+T": "undo", "ctrl-u": "none", "f5 f6": "redraw" });
  assert.deepEqual(lookUp(keymap, keyOf("ctrl-t")), { command: "undo" });
  assert.equal(lookUp(keymap, keyOf("ctrl-u")), undefined);
  assert.deepEqual(lookUp(keymap, keyOf("f5")), { prefix: "f5" });
  assert.deepEqual(lookUp(keymap, keyOf("f6"), "f5"), { command: "redraw" });
  assert.deepEqual(lookUp(keymap, keyOf("ctrl-a")), { command: "move-line-start" });
});

Deno.test("modifiers come in any order and case; what is no key is none", () => {
  assert.equal(parseChord("Shift+Ctrl+Left"), "ctrl-shift-left");
  assert.equal(parseChord("ctrl--"), "ctrl--");
  for (
    const bad of ["", "u", "shift-u", "é", "hyper-x", "ctrl-", "ctrl-foo", "ctrl-x  ctrl-nope"]
  ) {
    assert.equal(parseChord(bad), undefined, bad);
  }
});

Deno.test("keys that mean nothing after a prefix do nothing; text is text", () => {
  const { state, actions } = typeAll(createEditor(), "a{ctrl-x}{left}b{ctrl-x}c");
  assert.deepEqual(actions, []);
  assert.equal(view(state), "abc|");
  assert.equal(parseChord("Ctrl+X U"), "ctrl-x u");
});

Deno.test("a letter may be the rest of a chord, also when more is typed at once", () => {
  const keymap = createKeymap({ "ctrl-x u": "undo", "ctrl-x shift-s": "search" });
  const context = { people: [], rooms: [], commands: [], keymap };
  const draft = typeAll(createEditor(), "ab cd{ctrl-w}{ctrl-x}").state;
  const undone = applyInput(draft, { type: "text", text: "uv" }, context);
  assert.equal(view(undone.state), "ab cdv|");
  const searched = applyInput(draft, { type: "text", text: "S" }, context);
  assert.deepEqual(searched.action, { type: "command", name: "search" });
  assert.equal(view(applyInput(draft, { type: "text", text: "s" }, context).state), "ab s|");
});
