/**
 * Tests of the list that shows while a word is being typed.
 * @module
 */
import assert from "node:assert/strict";
import { offeredBy } from "./completion.ts";
import { createEditor } from "./editor.ts";
import type { EditorState } from "./state.ts";
import { type, typeAll, view } from "./testing/typing.ts";

function offered(state: EditorState): string[] | undefined {
  return offeredBy(state)?.candidates.map(({ label }) => label);
}

Deno.test("what can be completed is offered as one types, and gone once it stands there", () => {
  assert.deepEqual(offered(type(createEditor(), "hi @al")), ["@alice", "@alfred"]);
  assert.deepEqual(offered(type(createEditor(), "/h")), ["/help", "/history"]);
  assert.deepEqual(offered(type(createEditor(), "see #")), ["#lobby", "#dev"]);
  assert.equal(offered(type(createEditor(), "@bob")), undefined);
  assert.equal(offered(type(createEditor(), "say /h")), undefined);
  assert.equal(offered(type(createEditor(), "@al{left}")), undefined);
});

Deno.test("emoji are offered after two letters, also by what is within their names", () => {
  assert.equal(offered(type(createEditor(), "at :s")), undefined);
  assert.deepEqual(offered(type(createEditor(), "go :ro")), ["🚀 :rocket:"]);
  assert.deepEqual(offered(type(createEditor(), "go :mile")), ["😄 :smile:"]);
  assert.equal(view(type(createEditor(), "go :ro{tab}")), "go 🚀 |");
  assert.equal(offered(type(createEditor(), "12:30")), undefined);
});

Deno.test("Enter takes what the arrows chose, and sends what Tab put in", () => {
  const browsed = typeAll(createEditor(), "@al{down}{down}{enter}");
  assert.deepEqual(browsed.actions, []);
  assert.equal(view(browsed.state), "@alfred |");
  assert.deepEqual(typeAll(browsed.state, "{enter}").actions, [{
    type: "submit",
    text: "@alfred ",
  }]);
  assert.deepEqual(typeAll(createEditor(), "@al{tab}{enter}").actions, [
    { type: "submit", text: "@alice " },
  ]);
  assert.deepEqual(typeAll(createEditor(), "@al{enter}").actions, [{
    type: "submit",
    text: "@al",
  }]);
});

Deno.test("Escape brings the word back as it was typed, and offers nothing more for it", () => {
  const left = type(createEditor(), "hi @al{down}{escape}");
  assert.equal(view(left), "hi @al|");
  assert.equal(offered(left), undefined);
  assert.equal(offered(type(left, "f")), undefined);
  assert.deepEqual(offered(type(left, " @al")), ["@alice", "@alfred"]);
});

Deno.test("the arrows walk through the history unless a word is being typed", () => {
  const walked = type(createEditor(["hi @al", "two"]), "{up}{up}{up}");
  assert.equal(view(walked), "hi @al|");
  assert.equal(view(type(walked, "{down}")), "two|");
});
