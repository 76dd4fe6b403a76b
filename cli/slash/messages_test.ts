/**
 * Tests of the commands that write, answer and change messages.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { aTalk, ENTER, happen, LOBBY, typed } from "../app/testing/fixtures.ts";

Deno.test("/to sends to the people named and to nobody else", () => {
  const { state, effects: [effect] } = happen(aTalk(), typed("/to @bob, @carol psst"), ENTER);
  assert.ok(effect.type === "send");
  const { room: where, text, to } = effect.message;
  assert.deepEqual([where, text, to], [LOBBY.id, "psst", ["bob", "carol"]]);
  const back = happen(state, {
    type: "refused",
    message: effect.message,
    code: "not-found",
    reason: "Nobody is called @carol.",
  });
  assert.equal(back.state.editor.text, "/to @bob @carol psst");
});

Deno.test("no mistyped form of /to sends anything", () => {
  const many = Array.from({ length: limits.directMembers }, (_, index) => `@p${index}`).join(" ");
  for (
    const line of [
      "/ot @bob psst",
      "/tp @bob psst",
      "/to@bob psst",
      "/ to @bob psst",
      "/to @alice psst",
      `/to ${many} psst`,
    ]
  ) {
    const { state, effects } = happen(aTalk(), typed(line), ENTER);
    assert.deepEqual([effects, state.editor.text], [[], line]);
  }
});

Deno.test("/reply answers the last message of somebody else, or the one named", () => {
  for (const [line, seq] of [["/reply yes", 4], ["/reply ^4 yes", 1], ["/re #2 yes", 2]] as const) {
    const [effect] = happen(aTalk(), typed(line), ENTER).effects;
    assert.ok(effect.type === "send");
    assert.deepEqual([effect.message.text, effect.message.replyTo], ["yes", seq]);
  }
});

Deno.test("/edit alone brings one's last message into the draft, to be sent again changed", () => {
  const { state, effects } = happen(aTalk(), typed("/edit"), ENTER);
  assert.deepEqual(effects, []);
  assert.equal(state.editor.text, "/edit #3 last of alice");
  const sent = happen(state, typed("!"), ENTER).effects[0];
  assert.ok(sent.type === "request");
  assert.deepEqual(sent.input, { room: LOBBY.id, seq: 3, text: "last of alice!" });
  const others = happen(aTalk(), typed("/edit #1"), ENTER);
  assert.match(others.state.notice!.text, /#1 is bob's/);
  const older = happen(aTalk(), typed("/edit ^2"), ENTER);
  assert.equal(older.state.editor.text, "/edit #3 last of alice");
});

Deno.test("a message that isn't there is refused, and the draft stays", () => {
  for (const line of ["/react 👍 ^9", "/reply ^9 hi", "/delete #0"]) {
    const { state, effects } = happen(aTalk(), typed(line), ENTER);
    assert.deepEqual([effects, state.editor.text], [[], line]);
    assert.match(state.notice!.text, /no such message|numbered from #1/);
  }
});
