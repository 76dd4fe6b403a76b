/**
 * Tests of what each command asks the server, and of what it refuses to ask.
 * @module
 */
import assert from "node:assert/strict";
import * as v from "valibot";
import { REQUESTS } from "../../shared/protocol/mod.ts";
import { aTalk, ENTER, happen, LOBBY, typed } from "../app/testing/fixtures.ts";
import { COMMANDS, findCommand } from "./table.ts";

const room = LOBBY.id;

const ASKS: readonly (readonly [line: string, request: string, input: Record<string, unknown>])[] =
  [
    ["/accept 1234-ABCD", "accept-invitation", { code: "1234-ABCD" }],
    ["/admin add @bob", "set-administrator", { person: "bob", on: true }],
    ["/admin remove bob", "set-administrator", { person: "bob", on: false }],
    ["/admin invite 3 7d", "create-server-invitation", { uses: 3, expiresIn: 604_800 }],
    ["/admin invite", "create-server-invitation", {}],
    ["/admin invite revoke I1", "revoke-server-invitation", { invitation: "I1" }],
    ["/admin reports", "all-reports", {}],
    ["/admin suspensions", "suspensions", {}],
    ["/admin audit ban @bob", "audit-server", { action: "ban", person: "bob" }],
    ["/archive", "set-room", { room, archived: true }],
    ["/archive off", "set-room", { room, archived: false }],
    ["/audit @bob", "audit", { room, person: "bob" }],
    ["/away out for lunch", "away", { away: true, text: "out for lunch" }],
    ["/away", "away", { away: true }],
    ["/back", "away", { away: false }],
    ["/ban @bob 2h spam, again", "ban", { room, person: "bob", for: 7200, reason: "spam, again" }],
    ["/ban bob", "ban", { room, person: "bob" }],
    ["/unban @bob", "unban", { room, person: "bob" }],
    ["/bans", "bans", { room }],
    ["/create #den private secrets", "create-room", {
      name: "#den",
      kind: "private",
      topic: "secrets",
    }],
    ["/create den", "create-room", { name: "den", kind: "public" }],
    ["/create den all about it", "create-room", {
      name: "den",
      kind: "public",
      topic: "all about it",
    }],
    ["/delete", "delete", { room, seq: 3 }],
    ["/delete ^2", "delete", { room, seq: 3 }],
    ["/delete #1", "delete", { room, seq: 1 }],
    ["/describe one\ntwo", "set-topic", { room, description: "one\ntwo" }],
    ["/describe -", "set-topic", { room, description: "" }],
    ["/edit better", "edit", { room, seq: 3, text: "better" }],
    ["/edit #2 better\nstill", "edit", { room, seq: 2, text: "better\nstill" }],
    ["/hook", "hooks", { room }],
    ["/hook in ci", "create-incoming-hook", { room, name: "ci" }],
    ["/hook out ci https://example.org/x", "create-outgoing-hook", {
      room,
      name: "ci",
      url: "https://example.org/x",
    }],
    ["/hook delete H1", "delete-hook", { room, hook: "H1" }],
    ["/invite @bob", "invite", { room, person: "bob" }],
    ["/kick @bob be nice", "kick", { room, person: "bob", reason: "be nice" }],
    ["/link 5 2d", "create-invitation", { room, uses: 5, expiresIn: 172_800 }],
    ["/link 1h", "create-invitation", { room, expiresIn: 3600 }],
    ["/link list", "invitations", { room }],
    ["/link revoke I1", "revoke-invitation", { room, invitation: "I1" }],
    ["/members", "members", { room }],
    ["/mute @bob 10m", "mute", { room, person: "bob", for: 600 }],
    ["/unmute @bob", "unmute", { room, person: "bob" }],
    ["/name robert", "rename", { name: "robert" }],
    ["/next", "", {}],
    ["/notify mentions", "set-notify", { room, level: "mentions" }],
    ["/people bo", "people", { query: "bo" }],
    ["/pin", "pin", { room, seq: 4, on: true }],
    ["/pin ^4", "pin", { room, seq: 1, on: true }],
    ["/unpin", "pin", { room, seq: 4, on: false }],
    ["/pins", "pins", { room }],
    ["/profile", "me", {}],
    ["/profile @Alice", "me", {}],
    ["/profile @bob", "profile", { person: "bob" }],
    ["/random", "stranger-next", {}],
    ["/react 👍", "react", { room, seq: 4, emoji: "👍", on: true }],
    ["/react 👍 ^2", "react", { room, seq: 3, emoji: "👍", on: true }],
    ["/unreact 👍 #12", "react", { room, seq: 12, emoji: "👍", on: false }],
    ["/recent", "rooms", { mine: true, sort: "recent", limit: 20 }],
    ["/report spam", "report", { room, seq: 4, reason: "spam" }],
    ["/report #1 spam", "report", { room, seq: 1, reason: "spam" }],
    ["/reports", "reports", { room }],
    ["/resolve 7", "resolve-report", { report: "7" }],
    ["/revoke S1", "revoke-session", { session: "S1" }],
    ["/revoke others", "revoke-other-sessions", {}],
    ["/role @bob moderator", "set-role", { room, person: "bob", role: "moderator" }],
    ["/room", "room", { room }],
    ["/room set addressing on", "set-room", { room, addressing: true }],
    ["/room set name #salon", "set-room", { room, name: "#salon" }],
    ["/room set retention 30", "set-room", { room, retention: 30 }],
    ["/rooms test", "rooms", { query: "test" }],
    ["/search from:bob first", "search", { query: "from:bob first", limit: 20 }],
    ["/sessions", "sessions", {}],
    ["/set-profile bio I test", "set-profile", { bio: "I test" }],
    ["/set-profile timezone Europe/Vienna", "set-profile", { timeZone: "Europe/Vienna" }],
    ["/set-profile email", "set-profile", { email: "" }],
    ["/slow 30s", "slow-mode", { room, seconds: 30 }],
    ["/slow off", "slow-mode", { room, seconds: 0 }],
    ["/suspend @bob 7d spam", "suspend", { person: "bob", for: 604_800, reason: "spam" }],
    ["/unsuspend @bob", "unsuspend", { person: "bob" }],
    ["/thread", "thread", { room, seq: 4 }],
    ["/thread ^2", "thread", { room, seq: 1 }],
    ["/token", "tokens", {}],
    ["/token create ci", "create-token", { name: "ci", scopes: ["read", "send"] }],
    ["/token create ci manage #lobby #dev 30d", "create-token", {
      name: "ci",
      scopes: ["manage"],
      rooms: ["#lobby", "#dev"],
      expiresIn: 2_592_000,
    }],
    ["/token revoke T1", "revoke-token", { token: "T1" }],
    ["/topic all about it", "set-topic", { room, topic: "all about it" }],
    ["/topic -", "set-topic", { room, topic: "" }],
  ];

Deno.test("each command asks the server what it says, and the protocol takes it", () => {
  for (const [line, request, input] of ASKS.filter(([, request]) => request !== "")) {
    const { effects } = happen(aTalk(), typed(line), ENTER);
    assert.equal(effects.length, 1, line);
    const [effect] = effects;
    assert.ok(effect.type === "request", line);
    assert.deepEqual([effect.request, effect.input], [request, input], line);
    const frame = { type: request, id: "id", ...effect.input };
    assert.ok(v.is(REQUESTS[effect.request].input, frame), line);
  }
});

Deno.test("/react takes an emoji by its name", () => {
  const emoji = { type: "emoji", emoji: [{ name: "tada", text: "🎉" }] } as const;
  const { effects } = happen(aTalk(), emoji, typed("/react :tada: ^2"), ENTER);
  const [asked] = effects.filter(({ type }) => type === "request");
  assert.deepEqual(asked.type === "request" && asked.input, {
    room,
    seq: 3,
    emoji: "🎉",
    on: true,
  });
});

/** Lines that are not as they have to be: nothing is asked or sent, and the usage is named. */
const MISUSED = [
  "/accept",
  "/admin",
  "/admin add",
  "/admin toString",
  "/admin invite many",
  "/admin invite revoke",
  "/archive maybe",
  "/audit @a @b",
  "/ban",
  "/create",
  "/delete that",
  "/describe",
  "/history many",
  "/hook in",
  "/hook out ci no-url",
  "/invite",
  "/invite @bob @carol",
  "/join",
  "/kick",
  "/link soon",
  "/me",
  "/msg",
  "/mute",
  "/name two words",
  "/notify loudly",
  "/numbers 7",
  "/password hunter2",
  "/pin it down",
  "/profile @bob @carol",
  "/react",
  "/react 👍 that one",
  "/reply",
  "/reply ^2",
  "/report",
  "/resolve",
  "/revoke",
  "/role @bob king",
  "/room set colour red",
  "/search",
  "/set-profile age 7",
  "/slow 7h",
  "/slow often",
  "/suspend",
  "/thread of mine",
  "/to",
  "/to bob hi",
  "/to @bob",
  "/to @bob @carol@mom hi",
  "/token create",
  "/token create ci everything",
  "/unban",
  "/unmute @bob now",
  "/unpin it",
  "/unreact",
  "/unsuspend",
  "/delete-account",
];

Deno.test("what is written otherwise is refused with the usage, and stays in the draft", () => {
  for (const line of MISUSED) {
    const { state, effects } = happen(aTalk(), typed(line), ENTER);
    assert.deepEqual(effects, [], line);
    assert.equal(state.editor.text, line);
    const { usage } = findCommand(/^\/(\S+)/.exec(line)![1])!;
    assert.ok(state.notice!.text.endsWith(`Usage: ${usage}`), `${line}: ${state.notice!.text}`);
  }
});

Deno.test("each command is tested here or by itself", () => {
  const elsewhere = [
    "help",
    "quit",
    "more",
    "join",
    "leave",
    "msg",
    "me",
    "to",
    "reply",
    "history",
    "jump",
    "view",
  ];
  const others = ["set", "dnd", "numbers", "online", "password", "delete-account", "block"];
  const lines = [...ASKS.map(([line]) => line)];
  for (const { name } of COMMANDS) {
    const tested = lines.some((line) => line === `/${name}` || line.startsWith(`/${name} `));
    assert.ok(tested || [...elsewhere, ...others].includes(name), name);
  }
});
