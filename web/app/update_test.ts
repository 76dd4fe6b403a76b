import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { titleOf } from "./attention.ts";
import { complete, completionAt } from "./completion.ts";
import { readDraft } from "./composing.ts";
import { coverage } from "./log.ts";
import { namesHere, typistsLine } from "./people.ts";
import { PAGE } from "./timeline.ts";
import { ALICE, BOB, GARDEN, LOBBY, message, room, TestChat } from "./testing/chat.ts";

Deno.test("the lobby opens first, or the room that was open last time", () => {
  assert.equal(TestChat.open().state.current, LOBBY);
  const chat = new TestChat();
  const kept = {
    drafts: {},
    outbox: [],
    rooms: [],
    room: GARDEN,
    desktop: false,
    sound: false,
    keys: true,
  };
  chat.feed({ type: "signed-in", account: ALICE, kept });
  assert.equal(chat.welcome([room(LOBBY, "lobby"), room(GARDEN, "garden")]).room().id, GARDEN);
});

Deno.test("a message is sent once, shown as waiting, and no longer when its event comes", () => {
  const chat = TestChat.open().write("hello");
  const [{ message: sent }] = chat.take("send");
  assert.equal(sent.text, "hello");
  assert.equal(chat.state.waiting.length, 1);
  assert.equal(chat.room().draft.text, "");
  chat.log(message(1, "hello", { author: ALICE, id: sent.id }));
  assert.equal(chat.state.waiting.length, 0);
  assert.equal(chat.room().timeline.entries.length, 1);
});

Deno.test("an ack whose event was left out, or came before it, ends the waiting too", () => {
  const chat = TestChat.open().write("hello");
  const [{ message: { id } }] = chat.take("send");
  chat.feed({ type: "acked", ack: { type: "ack", id, room: LOBBY, seq: 5, at: 0 } });
  assert.equal(chat.state.waiting.length, 1);
  chat.feed({ type: "skipped", room: LOBBY, after: 0, upTo: 9 });
  assert.equal(chat.state.waiting.length, 0);
});

Deno.test("a refused message comes back as the draft it was; where another stands, it is said", () => {
  const chat = TestChat.open().write("/to @bbo psst");
  const [{ message: sent }] = chat.take("send");
  assert.deepEqual(sent.to, ["bbo"]);
  chat.feed({ type: "refused", message: sent, code: "not-found", reason: "Nobody is called bbo." });
  assert.equal(chat.room().draft.text, "/to @bbo psst");
  chat.feed({ type: "refused", message: sent, code: "not-found", reason: "Nobody is called bbo." });
  assert.match(chat.state.notices.at(-1)!.text, /Not sent: \/to @bbo psst/);
});

Deno.test("drafts are read as what they ask for, and a slip is never sent", () => {
  assert.deepEqual(readDraft("/me waves"), { text: "waves", action: true });
  assert.deepEqual(readDraft("//etc"), { text: "/etc", action: false });
  assert.deepEqual(readDraft("/to @a @b hi\nthere"), {
    text: "hi\nthere",
    action: false,
    to: ["a", "b"],
  });
  assert.deepEqual(readDraft("1/2"), { text: "1/2", action: false });
  for (const slip of ["/too @a hi", "/to hi", "/to @a", "/msg bob hi", "/me"]) {
    assert.ok("problem" in readDraft(slip), slip);
  }
});

Deno.test("a notice of what went well leaves by itself, an error stays", () => {
  const chat = TestChat.open().feed(
    { type: "told", tone: "info", text: "Changed." },
    { type: "told", tone: "error", text: "Not sent." },
    { type: "tick", now: limits.noticeShown },
  );
  assert.deepEqual(chat.state.notices.map(({ text }) => text), ["Not sent."]);
});

Deno.test("what is too long for the server stays in the field", () => {
  const chat = TestChat.open().write("é".repeat(51));
  assert.deepEqual(chat.take("send"), []);
  assert.equal(chat.room().draft.text.length, 51);
  assert.match(chat.state.notices[0].text, /102 bytes, 100 are allowed/);
});

Deno.test("editing keeps what was being written before, and gives it back", () => {
  const chat = TestChat.open().log(message(1, "teh", { author: ALICE }));
  chat.feed({ type: "drafted", room: LOBBY, text: "half" }, {
    type: "editing",
    room: LOBBY,
    seq: 1,
  });
  assert.equal(chat.room().draft.text, "teh");
  chat.write("the");
  assert.deepEqual(chat.take("edit"), [{ type: "edit", room: LOBBY, seq: 1, text: "the" }]);
  assert.deepEqual(chat.room().draft, { text: "half" });
  assert.deepEqual(chat.take("send"), []);
});

Deno.test("what is not looked at is unread and calls; what is looked at is announced and read", () => {
  const chat = TestChat.open();
  chat.log(
    message(1, "quiet", { room: GARDEN }),
    message(2, "hey", { room: GARDEN, mentions: ["U1"] }),
  );
  assert.deepEqual([chat.room(GARDEN).unread, chat.room(GARDEN).mentions], [2, 1]);
  assert.deepEqual(chat.take("notify").map(({ title, text }) => [title, text]), [[
    "bob in #garden",
    "hey",
  ]]);
  assert.equal(titleOf(chat.state), "(1) #lobby – Parley");
  chat.log(message(1, "here"));
  assert.equal(chat.room().unread, 0);
  assert.equal(chat.state.announcement, "bob: here");
  chat.feed({ type: "tick", now: 1 });
  assert.deepEqual(chat.take("mark-read"), [{ type: "mark-read", room: LOBBY, seq: 1 }]);
  chat.feed({ type: "attention", attentive: false }).log(message(2, "unseen"));
  assert.equal(chat.room().unread, 1);
  chat.feed({ type: "attention", attentive: true });
  assert.deepEqual(chat.take("mark-read"), [{ type: "mark-read", room: LOBBY, seq: 2 }]);
  assert.equal(chat.room().unread, 0);
});

Deno.test("what was there before calls nobody", () => {
  const chat = TestChat.open([room(LOBBY, "lobby", { head: 2 })]);
  chat.log(message(1, "old", { mentions: ["U1"] }), message(2, "old too"));
  assert.deepEqual([chat.take("notify"), chat.take("beep"), chat.room().unread], [[], [], 0]);
  assert.equal(chat.state.announcement, "");
});

Deno.test("the first words of a room that somebody opened call, also if they came before the room", () => {
  const chat = TestChat.open();
  const id = "R0000000000000007";
  const you = { role: "member", read: 2, unread: 1, mentions: 0, notify: "all" } as const;
  chat.feed({ type: "joined", room: room(id, "bob", { kind: "direct", head: 3, you }) });
  chat.log(message(2, "before", { room: id }), message(3, "are you there?", { room: id }));
  assert.deepEqual(chat.take("notify").map(({ text }) => text), ["are you there?"]);
});

Deno.test("a room that is muted rings for nothing", () => {
  const you = { role: "member", read: 0, unread: 0, mentions: 0, notify: "none" } as const;
  const chat = TestChat.open([room(LOBBY, "lobby"), room(GARDEN, "garden", { you })]);
  chat.log(message(1, "hey", { room: GARDEN, mentions: ["U1"] }));
  assert.deepEqual(chat.take("notify"), []);
  assert.equal(titleOf(chat.state), "#lobby – Parley");
});

Deno.test("a read marker that another device moved counts; an older one doesn't", () => {
  const chat = TestChat.open();
  chat.log(message(1, "a", { room: GARDEN }), message(2, "b", { room: GARDEN }));
  const moved = { type: "read", room: GARDEN, notify: "all", mentions: 0 } as const;
  chat.feed({ ...moved, read: 2, unread: 0 });
  assert.equal(chat.room(GARDEN).unread, 0);
  chat.feed({ ...moved, read: 1, unread: 1 });
  assert.equal(chat.room(GARDEN).unread, 0);
});

Deno.test("after a reconnect rooms keep their messages, and a shorter log is read anew", () => {
  const chat = TestChat.open().log(message(1, "one"), message(2, "two"));
  chat.welcome([room(LOBBY, "lobby", { head: 3 })]);
  assert.equal(chat.room().timeline.entries.length, 2);
  chat.log(message(3, "three"));
  assert.equal(chat.room().timeline.entries.length, 3);
  chat.welcome([room(LOBBY, "lobby", { head: 1 })]);
  assert.equal(chat.room().timeline.entries.length, 0);
});

Deno.test("scrolling reads the page before, once at a time, and not past the beginning", () => {
  const chat = TestChat.open([room(LOBBY, "lobby", { head: 60 })]).log(message(60, "newest"));
  const scroll = () => chat.feed({ type: "scrolled", room: LOBBY, towards: "older" });
  scroll();
  scroll();
  const [effect, ...more] = chat.take("history");
  assert.deepEqual([effect.input, more], [{ before: 60, limit: PAGE }, []]);
  const events = [message(1, "oldest")];
  const page = coverage(effect, { room: LOBBY, events, more: false });
  assert.deepEqual([page.from, page.upTo], [1, 59]);
  chat.feed({ type: "page", room: LOBBY, use: effect.use, page });
  scroll();
  assert.deepEqual(chat.take("history"), []);
});

Deno.test("a jump to a message out of sight reads around it, and sending goes back to the newest", () => {
  const chat = TestChat.open([room(LOBBY, "lobby", { head: 900 })]).log(message(900, "newest"));
  chat.feed({ type: "jump", room: LOBBY, seq: 300 });
  const [effect] = chat.take("history");
  assert.deepEqual(effect.input, { after: 300 - PAGE / 2, limit: PAGE });
  const page = { events: [message(300, "there")], from: 251, upTo: 350 };
  chat.feed({ type: "page", room: LOBBY, use: effect.use, page });
  assert.equal(chat.room().timeline.upTo, 350);
  chat.log(message(901, "live")).write("and I");
  assert.deepEqual(chat.take("history").map(({ use }) => use), ["newest"]);
});

Deno.test("a name is completed where the caret stands, case aside", () => {
  const found = completionAt("hi @BO there", 6, ["alice", "bob", "Bodo"]);
  assert.deepEqual(found, { from: 3, to: 6, options: ["bob", "Bodo"] });
  assert.deepEqual(complete("hi @BO there", found!, "bob"), { text: "hi @bob there", caret: 8 });
  assert.equal(completionAt("mail a@bo", 9, ["bob"]), undefined);
  assert.equal(completionAt("hi @bob", 7, ["bob"]), undefined);
  assert.deepEqual(completionAt("@r", 2, [])?.options, ["room"]);
});

Deno.test("who is online, and who wrote lately, can be named; oneself not", () => {
  const chat = TestChat.open().log(message(1, "hi"), message(2, "me", { author: ALICE }));
  assert.deepEqual(namesHere(chat.room(), ALICE), ["bob"]);
});

Deno.test("who writes is told until they have written", () => {
  const chat = TestChat.open().feed({ type: "typing", room: LOBBY, person: BOB });
  assert.equal(typistsLine(chat.state), "bob is writing …");
  assert.equal(typistsLine(chat.log(message(1, "done")).state), "");
});

Deno.test("the stranger's words are nowhere once another comes", () => {
  const chat = TestChat.open().feed({ type: "meet-stranger" });
  chat.feed({ type: "stranger", state: "paired" }, { type: "stranger-says", text: "hi", at: 0 });
  assert.ok(chat.state.pair?.lines.some(({ text }) => text === "hi"));
  chat.feed(
    { type: "stranger", state: "waiting", ended: "left" },
    { type: "stranger", state: "paired" },
  );
  assert.ok(!chat.state.pair?.lines.some(({ text }) => text === "hi"));
});

Deno.test("whoever is put out of the open room is told, and sees another", () => {
  const chat = TestChat.open().feed({ type: "left", room: LOBBY });
  assert.equal(chat.state.current, GARDEN);
  assert.match(chat.state.notices[0].text, /no longer in #lobby/);
});
