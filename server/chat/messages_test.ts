import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import type { MessageEvent, RoomKind } from "../../shared/protocol/mod.ts";
import { type ChangeRequest, changesNothing, judgeChange, type MessageChange } from "./messages.ts";

const message: MessageEvent = {
  type: "event",
  room: "R0000000000000000",
  seq: 1,
  at: 1,
  author: { id: "author", name: "author" },
  kind: "message",
  id: "m",
  text: "hello",
};

const CHANGES: MessageChange[] = [
  { kind: "edit", text: "changed" },
  { kind: "delete" },
  { kind: "react", emoji: "👍", on: true },
  { kind: "pin", on: true },
];

/** Why the change is refused; `ok` if it isn't. */
function judged(
  change: MessageChange,
  more: Partial<Omit<ChangeRequest, "room">> & {
    kind?: RoomKind;
    archived?: boolean;
    muted?: string;
  } = {},
): string {
  const { kind = "public", archived = false, muted = "", ...rest } = more;
  try {
    judgeChange({
      now: 0,
      account: "author",
      standing: "member",
      room: { kind, rules: { archived, mutedUntil: new Map([[muted, 1]]) } },
      message,
      before: 0,
      change,
      ...rest,
    });
    return "ok";
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** Standing, and what edit, delete, react and pin of somebody else's message come to. */
const OF_OTHERS: [ChangeRequest["standing"], RoomKind, string[]][] = [
  ["outsider", "private", ["not-found", "not-found", "not-found", "not-found"]],
  ["reader", "public", ["forbidden", "forbidden", "forbidden", "forbidden"]],
  ["member", "public", ["forbidden", "forbidden", "ok", "forbidden"]],
  ["moderator", "private", ["forbidden", "ok", "ok", "ok"]],
  ["owner", "public", ["forbidden", "ok", "ok", "ok"]],
  // In a direct conversation everybody may do what a moderator may, but for this.
  ["moderator", "direct", ["forbidden", "forbidden", "ok", "ok"]],
];

Deno.test("what somebody may do to another's message depends on what they are in the room", () => {
  for (const [standing, kind, expected] of OF_OTHERS) {
    const found = CHANGES.map((change) => judged(change, { account: "other", standing, kind }));
    assert.deepEqual(found, expected, `${standing} ${kind}`);
  }
});

Deno.test("members edit, delete and react to their own; moderators pin it too", () => {
  const found = (standing: ChangeRequest["standing"]) =>
    CHANGES.map((change) => judged(change, { standing }));
  assert.deepEqual(found("member"), ["ok", "ok", "ok", "forbidden"]);
  assert.deepEqual(found("moderator"), ["ok", "ok", "ok", "ok"]);
  assert.deepEqual(found("reader"), ["forbidden", "forbidden", "forbidden", "forbidden"]);
});

Deno.test("nothing is changed that isn't there, that was deleted, or in an archived room", () => {
  const deleted = { ...message, text: "", state: { seq: 2, deletedBy: "author" } };
  for (const change of CHANGES) {
    assert.equal(judged(change, { standing: "owner", message: undefined }), "not-found");
    assert.equal(judged(change, { standing: "owner", message: deleted }), "not-found");
    assert.equal(judged(change, { standing: "owner", archived: true }), "conflict");
  }
});

Deno.test("whoever is muted neither edits nor reacts, but may take back what they said", () => {
  const found = CHANGES.map((change) => judged(change, { standing: "moderator", muted: "author" }));
  assert.deepEqual(found, ["forbidden", "ok", "forbidden", "ok"]);
});

function withReactions(count: number, people: number): MessageEvent {
  const reactions = Array.from({ length: count }, (_, n) => ({
    emoji: `e${n}`,
    people: Array.from({ length: people }, (_, p) => `U${p}`),
  }));
  return { ...message, state: { seq: 9, reactions } };
}

Deno.test("a message takes so many different reactions, and so many in all; fewer is always possible", () => {
  const react = (emoji: string, on = true): MessageChange => ({ kind: "react", emoji, on });
  const full = withReactions(limits.reactionsPerMessage, 1);
  assert.equal(judged(react("new"), { message: full }), "conflict");
  assert.equal(judged(react("e0"), { message: full }), "ok");
  assert.equal(judged(react("e0", false), { message: full, account: "U0" }), "ok");
  const crowded = withReactions(1, limits.reactingPeople);
  assert.equal(judged(react("e0"), { message: crowded }), "conflict");
  assert.equal(judged(react("e0"), { message: crowded, account: "U0" }), "ok");
});

Deno.test("whoever changed a message too often can only delete it", () => {
  const before = limits.changesPerMessage;
  const found = CHANGES.map((change) => judged(change, { standing: "owner", before }));
  assert.deepEqual(found, ["conflict", "ok", "conflict", "conflict"]);
});

Deno.test("a change to what is so already changes nothing", () => {
  const state = { seq: 2, pinned: true, reactions: [{ emoji: "👍", people: ["a"] }] };
  const cases: [MessageChange, boolean][] = [
    [{ kind: "edit", text: "hello" }, true],
    [{ kind: "edit", text: "other" }, false],
    [{ kind: "delete" }, false],
    [{ kind: "react", emoji: "👍", on: true }, true],
    [{ kind: "react", emoji: "👍", on: false }, false],
    [{ kind: "react", emoji: "👎", on: false }, true],
    [{ kind: "pin", on: true }, true],
    [{ kind: "pin", on: false }, false],
  ];
  for (const [change, expected] of cases) {
    assert.equal(changesNothing({ ...message, state }, "a", change), expected, change.kind);
  }
  assert.equal(changesNothing(message, "a", { kind: "pin", on: false }), true);
});
