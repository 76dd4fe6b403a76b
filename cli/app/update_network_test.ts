import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import type { AppEvent } from "./events.ts";
import { currentRoom, findRoom } from "./state.ts";
import {
  ALICE,
  arrives,
  BOB,
  CAROL,
  DEV,
  ENTER,
  freshState,
  happen,
  LOBBY,
  membership,
  message,
  NOON,
  onlineState,
  printed,
  printedTexts,
  readState,
  typed,
  welcome,
  WITH_BOB,
} from "./testing/fixtures.ts";

Deno.test("the first welcome opens the lobby and asks who is there", () => {
  const { state, effects } = happen(freshState(), {
    type: "welcome",
    welcome: welcome([DEV, LOBBY]),
  });
  assert.equal(state.current, LOBBY.id);
  assert.deepEqual(effects.filter(({ type }) => type === "request"), [{
    type: "request",
    request: "online",
    purpose: "people-1",
    input: { room: LOBBY.id },
  }]);
  assert.ok(printedTexts(effects).includes("#lobby"));
});

Deno.test("a room asked for at the start is opened, and entered if one is not in it yet", () => {
  const known = happen(freshState({ room: "#dev" }), {
    type: "welcome",
    welcome: welcome([LOBBY, DEV]),
  });
  assert.equal(known.state.current, DEV.id);
  const unknown = happen(freshState({ room: "dev" }), {
    type: "welcome",
    welcome: welcome([LOBBY]),
  });
  assert.equal(unknown.state.current, undefined);
  assert.deepEqual(unknown.effects.at(-1), {
    type: "request",
    request: "join",
    purpose: "start-1",
    input: { room: "dev" },
  });
  const entered = happen(unknown.state, {
    type: "answer",
    request: "join",
    purpose: "start-1",
    result: { room: DEV, created: false },
  });
  assert.equal(entered.state.current, DEV.id);
  const refused = happen(unknown.state, {
    type: "failed",
    request: "join",
    purpose: "start-1",
    code: "forbidden",
    reason: "It is private.",
  });
  assert.equal(refused.state.current, LOBBY.id);
  assert.equal(printedTexts(refused.effects)[0], "It is private.");
});

Deno.test("an own message shows as waiting, and is printed exactly once when its event comes", () => {
  const sent = happen(onlineState(), typed("hello"), ENTER);
  const [waiting] = sent.state.waiting;
  assert.deepEqual(sent.effects, [{ type: "send", message: waiting.message }]);
  assert.deepEqual(printed(sent.effects), []);
  const { id } = waiting.message;
  const ack = { type: "ack", id, room: LOBBY.id, seq: 1, at: NOON } as const;
  for (
    const order of [["acked", "event"], ["event", "acked"], ["event"]] as const
  ) {
    const { state, effects } = happen(
      sent.state,
      ...order.map((type): AppEvent =>
        type === "acked"
          ? { type, ack }
          : { type, event: message(LOBBY, 1, ALICE, "hello", { id }) }
      ),
    );
    assert.deepEqual(printedTexts(effects), ["hello"]);
    assert.deepEqual(state.waiting, []);
  }
});

Deno.test("an acknowledged message whose event is left out does not wait for ever", () => {
  const sent = happen(onlineState(), typed("hello"), ENTER);
  const { id } = sent.state.waiting[0].message;
  const acked: AppEvent = {
    type: "acked",
    ack: { type: "ack", id, room: LOBBY.id, seq: 7, at: NOON },
  };
  const skipped: AppEvent = { type: "skipped", room: LOBBY.id, after: 0, upTo: 900 };
  assert.equal(happen(sent.state, acked).state.waiting.length, 1);
  assert.deepEqual(happen(sent.state, acked, skipped).state.waiting, []);
  assert.deepEqual(happen(sent.state, skipped, acked).state.waiting, []);
});

Deno.test("a refused message is told with its reason and comes back into an empty draft", () => {
  const sent = happen(onlineState(), typed("/me waves"), ENTER);
  const [{ message: own }] = sent.state.waiting;
  const refused: AppEvent = {
    type: "refused",
    message: own,
    code: "forbidden",
    reason: "You may only read here.",
  };
  const back = happen(sent.state, refused);
  assert.deepEqual(back.state.waiting, []);
  assert.equal(back.state.editor.text, "/me waves");
  assert.deepEqual(printedTexts(back.effects), ["Not sent to #lobby: You may only read here."]);
  const busy = happen(sent.state, typed("next"), refused);
  assert.equal(busy.state.editor.text, "next");
  assert.equal(printedTexts(busy.effects).at(-1), "Not sent: /me waves");
});

Deno.test("what a room held before is printed when the room is opened, what is new at once", () => {
  const start = happen(freshState(), {
    type: "welcome",
    welcome: welcome([
      { ...LOBBY, head: 1 },
      { ...DEV, head: 2, you: readState({ read: 2 }) },
    ]),
  });
  const { state, effects } = happen(
    start.state,
    ...arrives(
      message(LOBBY, 1, BOB, "old here"),
      message(DEV, 1, BOB, "old there 1"),
      message(DEV, 2, BOB, "old there 2"),
      message(DEV, 3, BOB, "new there"),
    ),
  );
  assert.deepEqual(printedTexts(effects), ["old here", "new there"]);
  assert.equal(findRoom(state, DEV.id)?.unread, 1);
  const opened = happen(state, typed("/room dev"), ENTER);
  assert.deepEqual(printedTexts(opened.effects), ["#dev", "old there 1", "old there 2"]);
  assert.equal(currentRoom(opened.state)?.unread, 0);
  const again = happen(opened.state, typed("/room lobby"), ENTER, typed("/room dev"), ENTER);
  assert.deepEqual(printedTexts(again.effects), ["#lobby", "#dev"]);
});

Deno.test("a direct room that is new shows what is in it, and rings", () => {
  const { state, effects } = happen(
    onlineState(),
    { type: "joined", room: { ...WITH_BOB, head: 2 } },
    { type: "event", event: membership(WITH_BOB, 1, BOB, "create") },
    ...arrives(message(WITH_BOB, 2, BOB, "psst")),
  );
  assert.deepEqual(printedTexts(effects), ["psst"]);
  assert.equal(effects.at(-1)?.type, "alert");
  assert.equal(findRoom(state, WITH_BOB.id)?.unread, 1);
});

Deno.test("a message is a mention if the server says that it names the reader, or everybody", () => {
  const { effects } = happen(
    onlineState(),
    { type: "focus", focused: false },
    ...arrives(
      message(LOBBY, 1, BOB, "ask @Alice.", { mentions: [ALICE.id] }),
      message(LOBBY, 2, BOB, "ask @alicette and @carol", { mentions: [CAROL.id] }),
      message(LOBBY, 3, BOB, "@room: lunch", { everyone: true }),
      message(LOBBY, 4, ALICE, "@room: later", { everyone: true }),
    ),
  );
  const mentions = printed(effects).map((entry) => entry.kind === "event" && entry.mention);
  assert.deepEqual(mentions, [true, false, true, false]);
  const alerts = effects.filter(({ type }) => type === "alert");
  assert.deepEqual(alerts, [{ type: "alert", title: "bob in #lobby", text: "ask @Alice." }]);
});

Deno.test("after a reconnect the rooms are what the server says, and nothing is printed again", () => {
  const before = happen(onlineState([LOBBY, DEV]), ...arrives(message(LOBBY, 1, BOB, "one")));
  const { state, effects } = happen(
    before.state,
    typed("draft"),
    { type: "status", status: { state: "offline", reason: "It is down.", retryIn: 3000 } },
    { type: "status", status: { state: "online" } },
    { type: "welcome", welcome: welcome([{ ...LOBBY, head: 2 }, WITH_BOB]) },
    ...arrives(message(LOBBY, 2, BOB, "two")),
  );
  assert.deepEqual(state.rooms.map(({ name }) => name), ["lobby", "bob"]);
  assert.equal(state.editor.text, "draft");
  assert.deepEqual(printedTexts(effects), ["You are no longer in #dev.", "two"]);
});

Deno.test("losing the open room opens another, but not in the middle of a sentence", () => {
  const idle = happen(onlineState([LOBBY, DEV]), { type: "left", room: LOBBY.id });
  assert.equal(idle.state.current, DEV.id);
  assert.deepEqual(printedTexts(idle.effects), ["You are no longer in #lobby.", "#dev"]);

  const { state, effects } = happen(
    onlineState([LOBBY, DEV]),
    typed("half a thought"),
    { type: "left", room: LOBBY.id },
  );
  assert.equal(state.current, undefined);
  assert.equal(state.editor.text, "half a thought");
  assert.deepEqual(printedTexts(effects), ["You are no longer in #lobby."]);
});

Deno.test("people online are counted: leaving at once, coming after a question", () => {
  const asked = happen(freshState(), { type: "welcome", welcome: welcome([LOBBY]) });
  const known = happen(asked.state, {
    type: "answer",
    request: "online",
    purpose: "people-1",
    result: { people: [ALICE, BOB], total: 2 },
  }, { type: "status", status: { state: "online" } });
  const presence = (person: typeof BOB, state: "online" | "offline"): AppEvent => ({
    type: "presence",
    presence: { type: "presence", person, state },
  });
  const gone = happen(known.state, presence(BOB, "offline"), presence(BOB, "offline"));
  assert.equal(currentRoom(gone.state)?.online, 1);
  assert.deepEqual(printedTexts(gone.effects), ["bob offline"]);
  const twice = happen(gone.state, presence(BOB, "online"), presence(BOB, "online"));
  assert.deepEqual(printedTexts(twice.effects), ["bob online"]);
  assert.deepEqual(happen(known.state, presence(BOB, "online")).effects, []);
  const came = happen(gone.state, presence(CAROL, "online"), presence(BOB, "online"));
  assert.deepEqual(came.effects.filter(({ type }) => type === "request"), []);
  const tick = happen(came.state, { type: "tick", now: NOON + 1000 });
  assert.equal(tick.effects.length, 1);
  assert.deepEqual(happen(tick.state, { type: "tick", now: NOON + 2000 }).effects, []);
  assert.deepEqual(happen(known.state, presence(ALICE, "online")).effects, []);
});

Deno.test("joins and leaves are printed, and events of kinds to come only count", () => {
  const { state, effects } = happen(
    onlineState(),
    { type: "event", event: membership(LOBBY, 1, BOB, "join") },
    { type: "event", event: { ...membership(LOBBY, 2, BOB, "join"), kind: "poll" } },
    { type: "event", event: membership(LOBBY, 3, BOB, "leave") },
  );
  assert.deepEqual(printedTexts(effects), ["join", "leave"]);
  assert.equal(currentRoom(state)?.head, 3);
});

Deno.test("however many events come, a room keeps a bounded number of them", () => {
  const { state } = happen(
    onlineState(),
    ...arrives(
      ...Array.from(
        { length: limits.roomEvents + 100 },
        (_, index) => message(LOBBY, index + 1, BOB, `${index}`),
      ),
    ),
  );
  const { messages } = currentRoom(state)!;
  assert.equal(messages.length, limits.roomEvents);
  assert.equal(messages.at(-1)?.base.seq, limits.roomEvents + 100);
});
