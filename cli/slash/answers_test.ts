/**
 * Tests of what commands show of the server's answers.
 * @module
 */
import assert from "node:assert/strict";
import type { RequestResult, RequestType } from "../../shared/protocol/mod.ts";
import type { AppEvent } from "../app/events.ts";
import { currentRoom, findRoom } from "../app/state.ts";
import {
  ALICE,
  arrives,
  BOB,
  CAROL,
  DEV,
  ENTER,
  happen,
  LOBBY,
  message,
  NOON,
  onlineState,
  printed,
  printedTexts,
  readState,
  typed,
} from "../app/testing/fixtures.ts";

/** Types a command, and answers what it asks. */
function answered<T extends RequestType>(
  line: string,
  request: T,
  result: RequestResult<T>,
  state = onlineState([LOBBY, DEV]),
) {
  const asked = happen(state, typed(line), ENTER);
  const [purpose] = Object.keys(asked.state.pending);
  return happen(asked.state, { type: "answer", request, purpose, result } as AppEvent);
}

const TIME = "2026-11-21T12:00:00.000Z";

Deno.test("lists have a title, a row each, and say when there is nothing", () => {
  const member = { person: BOB, role: "owner" as const, joinedAt: NOON };
  const shown = answered("/members", "members", { members: [member], total: 1 });
  assert.deepEqual(printedTexts(shown.effects), [
    `1 member of #lobby:\nbob, owner, since ${TIME}`,
  ]);
  const ban = { person: BOB, by: ALICE, at: NOON, until: NOON, reason: "spam" };
  assert.deepEqual(printedTexts(answered("/bans", "bans", { bans: [ban] }).effects), [
    `Banned from this room (/unban @name):\nbob  by alice, ${TIME} until ${TIME}: spam`,
  ]);
  assert.deepEqual(printedTexts(answered("/bans", "bans", { bans: [] }).effects), [
    "Nobody is banned.",
  ]);
});

Deno.test("/more asks for the next page of the list before, once", () => {
  const people = { people: [BOB], next: "cursor-2" };
  const first = answered("/people b", "people", people);
  assert.match(printedTexts(first.effects)[1], /\/more shows it/);
  const more = happen(first.state, typed("/more"), ENTER);
  const [effect] = more.effects;
  assert.ok(effect.type === "request");
  assert.deepEqual([effect.request, effect.input], ["people", { query: "b", after: "cursor-2" }]);
  const last = happen(more.state, {
    type: "answer",
    request: "people",
    purpose: effect.purpose,
    result: { people: [CAROL] },
  });
  assert.match(printedTexts(last.effects)[0], /carol/);
  assert.match(happen(last.state, typed("/more"), ENTER).state.notice!.text, /no list/);
});

Deno.test("/search shows what was found, the newest last, with its rooms", () => {
  const hit = (seq: number) => ({
    event: message(DEV, seq, BOB, `hit ${seq}`),
    roomName: "dev",
    marks: [],
  });
  const { effects } = answered("/search hit", "search", { hits: [hit(9), hit(3)] });
  assert.deepEqual(printedTexts(effects), ["found: hit", "hit 3", "hit 9", "now"]);
  const [, found] = printed(effects);
  assert.ok(found.kind === "event" && found.elsewhere && found.room === "#dev");
});

Deno.test("/thread and /pins show messages as they are, and they can be named afterwards", () => {
  const root = message(LOBBY, 1, BOB, "root");
  const reply = message(LOBBY, 2, CAROL, "answer", { replyTo: 1 });
  const start = happen(onlineState(), ...arrives(message(LOBBY, 9, BOB, "now here")));
  const { state, effects } = answered("/thread #1", "thread", {
    room: LOBBY.id,
    root,
    events: [reply],
  }, start.state);
  assert.deepEqual(printedTexts(effects), ["thread of #1", "root", "answer", "now"]);
  assert.deepEqual(currentRoom(state)!.messages.map(({ base }) => base.seq), [1, 2, 9]);
});

Deno.test("/history leaves out what shows in the messages already", () => {
  const events = [
    message(LOBBY, 1, BOB, "new text", { state: { seq: 2, editedAt: NOON } }),
    { ...message(LOBBY, 2, BOB, ""), kind: "edit", target: 1, text: "new text" } as never,
  ];
  const { effects } = answered("/history", "history", { room: LOBBY.id, events, more: false });
  assert.deepEqual(printedTexts(effects), ["earlier in #lobby", "new text", "now"]);
});

Deno.test("/create, /accept and /join open the room, and no news of it comes twice", () => {
  const room = { ...DEV, id: "R0000000000000DEN", name: "den", kind: "private" as const };
  const made = answered("/create #den private", "create-room", { room });
  assert.equal(made.state.current, room.id);
  assert.match(printedTexts(made.effects).at(-1)!, /#den; it is private/);
  const asked = happen(onlineState(), typed("/accept CODE"), ENTER);
  const [purpose] = Object.keys(asked.state.pending);
  const accepted = happen(
    asked.state,
    { type: "joined", room },
    { type: "answer", request: "accept-invitation", purpose, result: { room } },
  );
  assert.equal(accepted.state.current, room.id);
  assert.deepEqual(printedTexts(accepted.effects), ["#den"]);
});

Deno.test("being let into a room by somebody else is told", () => {
  const { state, effects } = happen(onlineState([LOBBY]), { type: "joined", room: DEV });
  assert.deepEqual(printedTexts(effects), ["You are in #dev now. /room #dev opens it."]);
  assert.equal(state.current, LOBBY.id);
});

Deno.test("/notify, /away and /name change what is known here, too", () => {
  const level = { room: LOBBY.id, ...readState({ notify: "none" }) };
  const quiet = answered("/notify none", "set-notify", level);
  assert.equal(findRoom(quiet.state, LOBBY.id)?.notify, "none");
  assert.equal(answered("/away lunch", "away", {}).state.away, true);
  const account = { ...ALICE, name: "alicia", createdAt: NOON };
  const renamed = answered("/name alicia", "rename", { account });
  assert.equal(renamed.state.you?.name, "alicia");
});

Deno.test("somebody's new name is told once, and stands in lists and direct rooms", () => {
  const direct = { ...DEV, id: "R000000000DIRECT1", name: "bob, carol", kind: "direct" as const };
  const { state } = happen(onlineState([LOBBY, direct]), ...arrives(message(LOBBY, 1, BOB, "hi")));
  const news: AppEvent = { type: "person", person: { ...BOB, name: "robert" } };
  const { state: after, effects } = happen(state, news);
  assert.deepEqual(printedTexts(effects), ["bob is called robert now."]);
  assert.equal(findRoom(after, direct.id)?.name, "robert, carol");
});

Deno.test("who is away is told if they say something about it, and shown by /online", () => {
  const presence = (state: "online" | "away" | "offline", text?: string): AppEvent => ({
    type: "presence",
    presence: { type: "presence", person: BOB, state, text },
  });
  const { effects } = happen(
    onlineState(),
    presence("online"),
    presence("away"),
    presence("away", "lunch"),
    presence("away", "lunch"),
    presence("online"),
    presence("offline"),
  );
  assert.deepEqual(printedTexts(effects), ["bob online", "bob away", "bob offline"]);
  const people = [{ ...BOB, away: true, awayText: "lunch" }, { ...CAROL, away: true }];
  assert.deepEqual(printedTexts(answered("/who", "online", { people, total: 2 }).effects), [
    "2 online in #lobby: bob (away: lunch), carol (away)",
  ]);
});

Deno.test("secrets that are shown once stand in the transcript", () => {
  const info = {
    id: "T1",
    name: "ci",
    scopes: ["read" as const],
    createdAt: NOON,
    lastSeenAt: NOON,
    expiresAt: NOON,
  };
  const [token] = printedTexts(
    answered("/token create ci read", "create-token", { token: "secret-1", info }).effects,
  );
  assert.match(token, /shown this once:\nsecret-1\nmay read, good until/);
});

Deno.test("/numbers shows them from now on; a whisper's, which is of another room, is left out", () => {
  const on = happen(onlineState(), typed("/numbers on"), ENTER);
  const whisper = message(DEV, 1, BOB, "psst", { via: LOBBY.id });
  const { effects } = happen(
    { ...on.state, rooms: [...on.state.rooms, { ...on.state.rooms[0], id: DEV.id }] },
    ...arrives(message(LOBBY, 1, BOB, "one"), whisper),
  );
  const numbered = printed(effects).map((entry) => entry.kind === "event" && entry.numbered);
  assert.deepEqual(numbered, [true, false]);
});

Deno.test("/help says what one command does", () => {
  const { effects } = happen(onlineState(), typed("/help /who"), ENTER);
  assert.match(printedTexts(effects)[0], /^\/online \(also \/who\): who is online/);
  const paired = happen(onlineState(), { type: "stranger", state: "paired" });
  const [list] = printedTexts(happen(paired.state, typed("/help"), ENTER).effects);
  assert.match(list, /\/next/);
  assert.doesNotMatch(list, /\/join/);
  assert.match(happen(onlineState(), typed("/help nope"), ENTER).state.notice!.text, /no command/);
});
