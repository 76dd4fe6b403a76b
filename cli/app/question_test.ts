/**
 * Tests of passwords and confirmations, which stand in no draft.
 * @module
 */
import assert from "node:assert/strict";
import { changeRoom } from "./state.ts";
import {
  ALICE,
  DEV,
  ENTER,
  happen,
  key,
  LOBBY,
  onlineState,
  printedTexts,
  typed,
} from "./testing/fixtures.ts";

const SECRETS = ["old password 1", "new password 1"];

function answers(...texts: string[]) {
  return texts.flatMap((text) => [typed(text), ENTER]);
}

Deno.test("/password asks three times and sends what it was told, once", () => {
  const asked = happen(onlineState(), typed("/password"), ENTER);
  assert.deepEqual(asked.effects, []);
  const { state, effects } = happen(asked.state, ...answers(...SECRETS, SECRETS[1]));
  const [request] = effects;
  assert.ok(request.type === "request");
  assert.deepEqual(request.input, { old: SECRETS[0], new: SECRETS[1] });
  assert.equal(state.question, undefined);
});

Deno.test("no secret gets into a draft, a history, a kill ring, or the transcript", () => {
  const asked = happen(onlineState([LOBBY, DEV]), typed("/password"), ENTER);
  const half = happen(asked.state, ...answers(SECRETS[0]), typed("half of it"));
  const cut = happen(half.state, key("w", { ctrl: true }), key("u", { ctrl: true }));
  const without = ({ state, effects }: typeof half) => {
    const { question: _, pending: __, ...rest } = state;
    // The request itself has to carry it.
    return JSON.stringify([rest, effects.filter(({ type }) => type !== "request")]);
  };
  for (
    const result of [
      half,
      cut,
      // The room goes, the terminal ends, a message is refused: what is typed is brought back elsewhere.
      happen(half.state, { type: "left", room: LOBBY.id }),
      happen(half.state, { type: "end" }),
      happen(half.state, key("c", { ctrl: true })),
      happen(cut.state, ...answers(SECRETS[1], SECRETS[1])),
      happen(cut.state, ...answers(SECRETS[1], SECRETS[1]), {
        type: "failed",
        request: "change-password",
        purpose: "command-2",
        code: "wrong-password",
        reason: "The password is wrong.",
      }),
    ]
  ) {
    assert.doesNotMatch(without(result), /half of it|password 1/);
  }
});

Deno.test("the draft of the room waits while something is asked", () => {
  const asked = happen(onlineState(), typed("/password"), ENTER);
  const { state } = happen(asked.state, typed("secret"), key("c", { ctrl: true }));
  assert.equal(state.question, undefined);
  assert.equal(state.editor.text, "");
  assert.match(state.notice!.text, /nothing was changed/);
});

Deno.test("new passwords that differ or are too short are refused before the server is asked", () => {
  const asked = happen(onlineState(), typed("/password"), ENTER);
  const differ = happen(asked.state, ...answers("old password 1", "new password 1", "other one 1"));
  assert.deepEqual([differ.effects, /differ/.test(differ.state.notice!.text)], [[], true]);
  const short = happen(asked.state, ...answers("old password 1", "short", "short"));
  assert.match(short.state.notice!.text, /at least 10/);
  assert.deepEqual(short.effects, []);
});

Deno.test("a password in the command's own line is refused", () => {
  const { state, effects } = happen(onlineState(), typed("/password hunter2"), ENTER);
  assert.deepEqual(effects, []);
  assert.match(state.notice!.text, /don't write them here/);
});

Deno.test("/delete-account wants the name and the password; guests have none", () => {
  const asked = happen(onlineState(), typed("/delete-account erase"), ENTER);
  const wrong = happen(asked.state, ...answers("bob", "my password 1"));
  assert.deepEqual(wrong.effects, []);
  assert.match(wrong.state.notice!.text, /not your name/);
  const { effects } = happen(asked.state, ...answers("Alice", "my password 1"));
  assert.ok(effects[0].type === "request");
  assert.deepEqual(effects[0].input, { messages: "erase", password: "my password 1" });
  const guest = { ...onlineState(), you: { ...ALICE, guest: true } };
  const short = happen(guest, typed("/delete-account keep"), ENTER, ...answers("alice"));
  assert.ok(short.effects[0].type === "request");
  assert.deepEqual(short.effects[0].input, { messages: "keep" });
});

Deno.test("without a terminal nothing secret is asked", () => {
  const plain = onlineState([LOBBY], { plain: true });
  const { state, effects } = happen(plain, { type: "line", text: "/password" });
  assert.equal(state.question, undefined);
  assert.match(printedTexts(effects)[0], /parley password asks/);
});

Deno.test("news of rooms goes on meanwhile", () => {
  const asked = happen(onlineState(), typed("/password"), ENTER, typed("sec"));
  const state = changeRoom(asked.state, LOBBY.id, { topic: "other" });
  assert.equal(happen(state, typed("ret")).state.question?.editor.text, "secret");
});
