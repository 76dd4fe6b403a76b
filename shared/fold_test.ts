import assert from "node:assert/strict";
import fc from "fast-check";
import { applyChange, applyChanges, applyRead, type MessageView, shown, viewOf } from "./fold.ts";
import type { ChangeEvent, MessageEvent } from "./protocol/mod.ts";

const room = "R0000000000000000";
const person = (n: number) => ({ id: `U${n}`, name: `person${n}` });

/** The message that everything happens to: event 1. */
const message: MessageEvent = {
  type: "event",
  room,
  seq: 1,
  at: 1,
  author: person(0),
  kind: "message",
  id: "m",
  text: "first",
  mentions: ["U1"],
};

/** A change without its place in the log. */
type Deed =
  | { kind: "edit"; text: string; everyone?: boolean }
  | { kind: "react"; by: number; emoji: string; on: boolean }
  | { kind: "pin"; on: boolean };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constant("edit" as const), text: fc.constantFrom("second", "third") }),
  fc.record({
    kind: fc.constant("edit" as const),
    text: fc.constant("for all"),
    everyone: fc.constant(true),
  }),
  fc.record({
    kind: fc.constant("react" as const),
    by: fc.nat(2),
    emoji: fc.constantFrom("👍", "👎"),
    on: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("pin" as const), on: fc.boolean() }),
);

/** All that happens to the message, in order; nothing does after it was deleted. */
const history: fc.Arbitrary<ChangeEvent[]> = fc
  .tuple(fc.array(deed, { maxLength: 12 }), fc.boolean())
  .map(([deeds, deleted]) => {
    const changes = deeds.map((each, n) => toChange(each, n + 2));
    const end = { seq: changes.length + 2, at: changes.length + 2 };
    const base = { type: "event", room, target: 1 } as const;
    if (deleted) changes.push({ ...base, ...end, author: person(9), kind: "delete" });
    return changes;
  });

function toChange(deed: Deed, seq: number): ChangeEvent {
  const base = { type: "event", room, seq, at: seq, target: 1 } as const;
  if (deed.kind !== "react") return { ...base, author: person(0), ...deed };
  const { by, ...what } = deed;
  return { ...base, author: person(by), ...what };
}

/** What the message looks like after these changes, told the simple way. */
function model(changes: readonly ChangeEvent[]): MessageEvent {
  if (changes.length === 0) return message;
  const { seq } = changes[changes.length - 1];
  const deletion = changes.find(({ kind }) => kind === "delete");
  if (deletion) {
    const { mentions: _, ...rest } = message;
    return { ...rest, text: "", state: { seq, deletedBy: deletion.author.id } };
  }
  let { text, mentions, everyone } = message as MessageEvent;
  let editedAt: number | undefined;
  let pinned = false;
  const reactions = new Set<string>();
  for (const change of changes) {
    if (change.kind === "edit") {
      ({ text, mentions, everyone } = change);
      editedAt = change.at;
    } else if (change.kind === "pin") {
      pinned = change.on;
    } else if (change.kind === "react") {
      const reaction = `${change.emoji} ${change.author.id}`;
      if (change.on) reactions.add(reaction);
      else reactions.delete(reaction);
    }
  }
  const pairs = [...reactions].sort().map((each) => each.split(" "));
  const byEmoji = [...new Set(pairs.map(([emoji]) => emoji))].map((emoji) => ({
    emoji,
    people: pairs.filter(([each]) => each === emoji).map(([, id]) => id),
  }));
  return {
    ...message,
    text,
    mentions,
    everyone,
    state: {
      seq,
      editedAt,
      pinned: pinned || undefined,
      reactions: byEmoji.length > 0 ? byEmoji : undefined,
    },
  };
}

/** As it would come over the wire: fields that are not there are left out. */
function plain(event: MessageEvent): unknown {
  return JSON.parse(JSON.stringify(event));
}

Deno.test("a message looks like what a simple model says, folded one by one, at once or bit by bit", () => {
  fc.assert(
    fc.property(history, fc.nat(), (changes, cut) => {
      const expected = plain(model(changes));
      const oneByOne = changes.reduce(applyChange, viewOf(message));
      assert.deepEqual(plain(shown(oneByOne)), expected);
      assert.deepEqual(plain(shown(applyChanges(viewOf(message), changes))), expected);
      const at = cut % (changes.length + 1);
      const half = shown(applyChanges(viewOf(message), changes.slice(0, at)));
      assert.deepEqual(plain(shown(applyChanges(viewOf(half), changes.slice(at)))), expected);
    }),
    { numRuns: 500 },
  );
});

/** What comes to a client: a change, or the message as it was read after so many changes. */
type News = { change: ChangeEvent } | { read: number };

Deno.test("any order and repetition of changes, and any mix of readings, give the same view", () => {
  const scenario = history.chain((changes) => {
    const read = fc.record({ read: fc.nat(changes.length) });
    const again = fc.constantFrom(...changes.map((change) => ({ change })), { read: 0 });
    const news: fc.Arbitrary<News[]> = fc.array(fc.oneof(read, again), { maxLength: 8 })
      // Each change comes once at the least.
      .map((more) => [...more, ...changes.map((change) => ({ change }))])
      .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
    return fc.record({ changes: fc.constant(changes), first: fc.nat(changes.length), news });
  });
  fc.assert(
    fc.property(scenario, ({ changes, first, news }) => {
      const reading = (count: number) => plain(model(changes.slice(0, count))) as MessageEvent;
      const view = news.reduce<MessageView>(
        (view, each) =>
          "read" in each ? applyRead(view, reading(each.read)) : applyChange(view, each.change),
        viewOf(reading(first)),
      );
      assert.deepEqual(plain(shown(view)), plain(model(changes)));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("what tells nothing new leaves the view as it is", () => {
  const change = toChange({ kind: "pin", on: true }, 5);
  const view = applyChange(viewOf(message), change);
  assert.equal(applyChange(view, change), view);
  assert.equal(applyChange(view, toChange({ kind: "pin", on: false }, 4)), view);
  assert.equal(applyChange(view, { ...change, seq: 6, target: 2 }), view);
  assert.equal(applyRead(view, message), view);
});
