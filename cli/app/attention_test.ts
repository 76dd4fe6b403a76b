/**
 * Tests of what the server is told of the person at the device.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import type { AppEvent } from "./events.ts";
import { openRoom } from "./open_room.ts";
import { findRoom } from "./state.ts";
import {
  arrives,
  BOB,
  DEV,
  ENTER,
  happen,
  LOBBY,
  message,
  NOON,
  onlineState,
  readState,
  typed,
} from "./testing/fixtures.ts";

function tick(after: number): AppEvent {
  return { type: "tick", now: NOON + after };
}

function requests(result: ReturnType<typeof happen>, type: string) {
  return result.effects.flatMap((effect) =>
    effect.type === "request" && effect.request === type ? [effect.input] : []
  );
}

Deno.test("what is shown to somebody who is there is marked as read, once a second at the most", () => {
  const shown = happen(
    onlineState([LOBBY, DEV]),
    ...arrives(
      message(LOBBY, 1, BOB, "one"),
      message(LOBBY, 2, BOB, "two"),
      message(DEV, 1, BOB, "not open"),
    ),
  );
  assert.deepEqual(requests(shown, "mark-read"), []);
  const marked = happen(shown.state, tick(1000));
  assert.deepEqual(requests(marked, "mark-read"), [{ room: LOBBY.id, seq: 2 }]);
  assert.deepEqual(requests(happen(marked.state, tick(2000)), "mark-read"), []);
});

Deno.test("what was seen is read before another room is opened, and isn't new on coming back", () => {
  const shown = happen(
    onlineState([LOBBY, DEV]),
    ...arrives(message(LOBBY, 1, BOB, "one"), message(LOBBY, 2, BOB, "two")),
  );
  const left = openRoom(shown.state, DEV.id);
  assert.deepEqual(requests(left, "mark-read"), [{ room: LOBBY.id, seq: 2 }]);
  const meanwhile = happen(left.state, ...arrives(message(LOBBY, 3, BOB, "three")));
  const back = openRoom(meanwhile.state, LOBBY.id);
  assert.equal(findRoom(back.state, LOBBY.id)?.freshAfter, 2);
});

Deno.test("nothing is marked as read that another device has read, nor while nobody is there", () => {
  const shown = happen(onlineState(), ...arrives(message(LOBBY, 1, BOB, "one")));
  const elsewhere = happen(shown.state, {
    type: "read",
    room: LOBBY.id,
    ...readState({ read: 1 }),
  }, tick(1000));
  assert.deepEqual(requests(elsewhere, "mark-read"), []);
  const alone = happen(shown.state, tick(limits.idleAfter));
  assert.deepEqual(requests(alone, "mark-read"), []);
  const back = happen(alone.state, typed("x"), tick(limits.idleAfter + 1000));
  assert.equal(requests(back, "mark-read").length, 1);
});

Deno.test("after a while without a key the server is told, and with the next key again", () => {
  const before = happen(onlineState(), tick(limits.idleAfter - 1));
  assert.deepEqual(requests(before, "idle"), []);
  const idle = happen(before.state, tick(limits.idleAfter), tick(limits.idleAfter + 1000));
  assert.deepEqual(requests(idle, "idle"), [{ idle: true }]);
  const news = happen(idle.state, ...arrives(message(LOBBY, 1, BOB, "anybody?")));
  assert.deepEqual(requests(news, "idle"), []);
  assert.deepEqual(requests(happen(news.state, typed("y"), typed("es")), "idle"), [{
    idle: false,
  }]);
});

Deno.test("typing is told at most every few seconds, and commands are nobody's business", () => {
  const typing = (result: ReturnType<typeof happen>) =>
    result.effects.filter(({ type }) => type === "typing").length;
  const start = happen(onlineState(), typed("hel"), tick(1000));
  assert.equal(typing(start), 1);
  assert.equal(typing(happen(start.state, tick(9000))), 0);
  const goesOn = happen(start.state, typed("lo"), tick(2000), tick(3000), tick(4000));
  assert.equal(typing(goesOn), 1);
  assert.equal(typing(happen(onlineState(), typed("/to @bob psst"), tick(1000))), 0);
  assert.equal(typing(happen(onlineState(), typed("sent"), ENTER, tick(1000))), 0);
  assert.equal(
    typing(happen(onlineState(), typed("/password"), ENTER, typed("hunter2"), tick(1000))),
    0,
  );
});

Deno.test("who writes is known for a while, or until it is said", () => {
  const { state } = happen(onlineState(), tick(0), { type: "typing", room: LOBBY.id, person: BOB });
  assert.equal(state.typing.length, 1);
  assert.equal(happen(state, tick(limits.typingShown - 1)).state.typing.length, 1);
  assert.equal(happen(state, tick(limits.typingShown)).state.typing.length, 0);
  const said = happen(state, ...arrives(message(LOBBY, 1, BOB, "said")));
  assert.equal(said.state.typing.length, 0);
});

Deno.test("in a pipe nobody is there before the first line", () => {
  const plain = happen(
    onlineState([LOBBY], { plain: true }),
    ...arrives(message(LOBBY, 1, BOB, "one")),
    tick(1000),
  );
  assert.deepEqual(requests(plain, "mark-read"), []);
  const line = happen(plain.state, { type: "line", text: "hi" }, tick(2000));
  assert.deepEqual(requests(line, "mark-read"), [{ room: LOBBY.id, seq: 1 }]);
});

Deno.test("somebody who is there doesn't wait for the next try, and tries no oftener than the server bears", () => {
  const retries = ({ effects }: ReturnType<typeof happen>) =>
    effects.filter(({ type }) => type === "retry").length;
  const online = onlineState([LOBBY]);
  assert.equal(retries(happen(online, typed("h"))), 0);
  const lost: AppEvent = {
    type: "status",
    status: { state: "offline", reason: "The connection was lost.", retryIn: 15_000 },
  };
  assert.equal(retries(happen(online, lost, { type: "focus", focused: false })), 0);
  assert.equal(retries(happen(online, lost, { type: "focus", focused: true })), 1);
  const first = happen(online, lost, typed("hello"));
  assert.equal(retries(first), 1);
  const soon = happen(first.state, lost, tick(limits.earlyRetry - 1), typed("x"));
  assert.equal(retries(soon), 0);
  assert.equal(retries(happen(soon.state, tick(limits.earlyRetry), typed("x"))), 1);
});
