/**
 * Tests of the slash commands, from the typed line to the effects of the answer.
 * @module
 */
import assert from "node:assert/strict";
import type { AppEvent } from "../app/events.ts";
import { currentRoom } from "../app/state.ts";
import {
  BOB,
  DEV,
  ENTER,
  happen,
  LOBBY,
  membership,
  message,
  NOON,
  onlineState,
  printed,
  printedTexts,
  typed,
  WITH_BOB,
} from "../app/testing/fixtures.ts";
import { COMMANDS, findCommand } from "./table.ts";

function run(line: string, state = onlineState([LOBBY, DEV])) {
  return happen(state, typed(line), ENTER);
}

/** The one request of these effects. */
function requested(result: ReturnType<typeof run>) {
  const requests = result.effects.filter((effect) => effect.type === "request");
  assert.equal(requests.length, 1);
  return requests[0];
}

function refusal(line: string): string {
  const { state, effects } = run(line);
  assert.deepEqual(effects, []);
  assert.equal(state.editor.text, line);
  return state.notice!.text;
}

Deno.test("every command is found by its name and its aliases, each of which is one command's", () => {
  const names = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases]);
  assert.equal(new Set(names).size, names.length);
  for (const command of COMMANDS) {
    for (const name of [command.name, ...command.aliases]) {
      assert.equal(findCommand(name.toUpperCase()), command);
    }
    assert.ok(command.usage.startsWith(`/${command.name}`));
  }
});

Deno.test("/help tells every command and alias", () => {
  const [text] = printedTexts(run("/help").effects);
  for (const { name, aliases, help } of COMMANDS) {
    for (const each of [name, ...aliases]) assert.ok(text.includes(`/${each}`), each);
    assert.ok(text.includes(help), help);
  }
});

Deno.test("/online and /who list who is in the open room", () => {
  for (const line of ["/online", "/who"]) {
    const asked = run(line);
    const { request, purpose, input } = requested(asked);
    assert.deepEqual([request, input], ["online", { room: LOBBY.id }]);
    const { effects } = happen(asked.state, {
      type: "answer",
      request: "online",
      purpose,
      result: { people: [BOB, { id: "P1", name: "eve", guest: true }], total: 4 },
    });
    assert.deepEqual(printedTexts(effects), ["4 online in #lobby: bob, eve (guest) and 2 more"]);
  }
});

Deno.test("/join enters a room and opens it, whichever comes first, the answer or the news", () => {
  const room = { ...DEV, id: "R0000000000000NEW", name: "new", head: 1 };
  const asked = run("/join #new");
  const { purpose, input } = requested(asked);
  assert.deepEqual(input, { room: "#new" });
  const answer: AppEvent = {
    type: "answer",
    request: "join",
    purpose,
    result: { room, created: true },
  };
  const news: AppEvent[] = [
    { type: "joined", room },
    { type: "event", event: membership(room, 1, BOB, "create") },
  ];
  for (const events of [[answer, ...news], [...news, answer]]) {
    const { state, effects } = happen(asked.state, ...events);
    assert.equal(currentRoom(state)?.name, "new");
    assert.equal(state.rooms.length, 3);
    assert.equal(printedTexts(effects).filter((text) => text === "create").length, 1);
    assert.ok(printedTexts(effects).includes("You made #new; it is new."));
  }
  assert.match(refusal("/join"), /\/join #room/);
  assert.match(refusal("/join a b"), /one room/);
});

Deno.test("a request that fails is told and brings its line back", () => {
  const asked = run("/join #secret");
  const failed: AppEvent = {
    type: "failed",
    request: "join",
    purpose: requested(asked).purpose,
    code: "forbidden",
    reason: "You need an invitation.",
  };
  const { state } = happen(asked.state, failed);
  assert.equal(state.editor.text, "/join #secret");
  assert.equal(state.notice?.text, "You need an invitation.");
  const busy = happen(asked.state, typed("draft"), failed);
  assert.equal(busy.state.editor.text, "draft");
  assert.deepEqual(printedTexts(busy.effects), ["Not sent: /join #secret"]);
});

Deno.test("/leave leaves the open room or the one named", () => {
  assert.deepEqual(requested(run("/leave")).input, { room: LOBBY.id });
  const asked = run("/leave #dev");
  assert.deepEqual(requested(asked).input, { room: DEV.id });
  const { purpose } = requested(asked);
  const result = { room: DEV.id };
  const left = happen(
    asked.state,
    { type: "left", room: DEV.id },
    { type: "answer", request: "leave", purpose, result },
  );
  assert.deepEqual(left.state.rooms.map(({ name }) => name), ["lobby"]);
  assert.deepEqual(printedTexts(left.effects), ["You are no longer in #dev."]);
  assert.match(refusal("/leave #nowhere"), /not in #nowhere/);
});

Deno.test("/rooms lists the rooms there are", () => {
  const asked = run("/rooms");
  const { effects } = happen(asked.state, {
    type: "answer",
    request: "rooms",
    purpose: requested(asked).purpose,
    result: {
      rooms: [{ ...LOBBY, members: 3, joined: true }, { ...DEV, members: 1, joined: false }],
    },
  });
  assert.match(printedTexts(effects)[0], /› #lobby {2}3 members\n {2}#dev {2}1 member$/);
});

Deno.test("/room opens one of one's rooms; for a wrong name it names the nearest", () => {
  assert.equal(run("/room dev").state.current, DEV.id);
  assert.equal(run("/switch #DEV").state.current, DEV.id);
  const rooms = [LOBBY, { ...WITH_BOB, name: "dev" }, DEV];
  assert.equal(run("/room @dev", onlineState(rooms)).state.current, WITH_BOB.id);
  assert.match(refusal("/room #lobbi"), /Did you mean #lobby\?/);
  assert.match(refusal("/room #elsewhere"), /\/join #elsewhere enters it/);
});

Deno.test("/msg asks for the direct room and sends the text there", () => {
  const asked = run("/msg @bob hi there");
  const { purpose, input, request } = requested(asked);
  assert.deepEqual([request, input], ["direct", { people: ["bob"] }]);
  const { state, effects } = happen(asked.state, {
    type: "answer",
    request: "direct",
    purpose,
    result: { room: WITH_BOB },
  });
  const [effect] = effects;
  assert.ok(effect.type === "send");
  assert.deepEqual([effect.message.room, effect.message.text], [WITH_BOB.id, "hi there"]);
  assert.equal(state.current, LOBBY.id);
});

Deno.test("/msg without a text opens the direct room; several names make one room", () => {
  const asked = run("/msg bob");
  const { purpose } = requested(asked);
  const { state } = happen(asked.state, {
    type: "answer",
    request: "direct",
    purpose,
    result: { room: WITH_BOB },
  });
  assert.equal(state.current, WITH_BOB.id);
  assert.deepEqual(requested(run("/msg @bob, @carol @bob hi")).input, { people: ["bob", "carol"] });
  assert.match(refusal("/msg"), /\/msg @name/);
  assert.match(refusal("/msg @Alice hi"), /That is you/);
});

Deno.test("/msg to a name that nobody has sends nothing and brings the line back", () => {
  const asked = run("/msg @bobb secret");
  const { state, effects } = happen(asked.state, {
    type: "failed",
    request: "direct",
    purpose: requested(asked).purpose,
    code: "not-found",
    reason: "Nobody is called @bobb. Did you mean @bob?",
  });
  assert.deepEqual(effects, []);
  assert.equal(state.editor.text, "/msg @bobb secret");
  assert.equal(state.notice?.text, "Nobody is called @bobb. Did you mean @bob?");
});

Deno.test("/me sends an action", () => {
  const [effect] = run("/me waves").effects;
  assert.ok(effect.type === "send");
  assert.deepEqual([effect.message.text, effect.message.action], ["waves", true]);
  assert.match(refusal("/me"), /Usage: \/me text/);
});

Deno.test("/history prints the page before what is known, and the next time the one before", () => {
  const seen = happen(onlineState(), { type: "event", event: message(LOBBY, 50, BOB, "newest") });
  const asked = run("/history 2", seen.state);
  assert.deepEqual(requested(asked).input, { room: LOBBY.id, limit: 2, before: 50 });
  const { state, effects } = happen(asked.state, {
    type: "answer",
    request: "history",
    purpose: requested(asked).purpose,
    result: {
      room: LOBBY.id,
      events: [message(LOBBY, 48, BOB, "older"), message(LOBBY, 49, BOB, "old")],
      more: true,
    },
  });
  assert.deepEqual(printedTexts(effects), ["earlier in #lobby", "older", "old", "now"]);
  assert.equal(state.printedAt, NOON + 50);
  assert.deepEqual(requested(run("/history", state)).input, {
    room: LOBBY.id,
    limit: 50,
    before: 48,
  });
  assert.match(refusal("/history many"), /count from 1 to 200/);
});

Deno.test("after a gap /history reads it from its end", () => {
  const { state, effects } = happen(
    onlineState(),
    { type: "event", event: message(LOBBY, 1, BOB, "seen") },
    { type: "skipped", room: LOBBY.id, after: 1, upTo: 900 },
    { type: "event", event: message(LOBBY, 901, BOB, "news") },
  );
  assert.match(printedTexts(effects)[1], /^899 events in #lobby left out/);
  assert.deepEqual(requested(run("/history", state)).input, {
    room: LOBBY.id,
    limit: 50,
    before: 901,
  });
});

Deno.test("/quit and /exit leave; in a pipe only once all is sent", () => {
  for (const line of ["/quit", "/exit"]) {
    assert.deepEqual(run(line).effects, [{ type: "quit", code: 0 }]);
  }
  const plain = onlineState([LOBBY], { plain: true });
  const { state, effects } = happen(
    plain,
    { type: "line", text: "last words" },
    { type: "line", text: "/quit" },
  );
  assert.deepEqual(effects.map(({ type }) => type), ["send"]);
  assert.ok(state.ended);
  assert.deepEqual(printed(effects), []);
});
