/**
 * Tests of the editor: what its keys do, and what holds whatever is typed.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { limits } from "../../shared/limits.ts";
import { graphemes } from "../../shared/text.ts";
import { applyInput, createEditor, type EditorState, setDraft } from "./editor.ts";
import { anyInput, hardDraft, keyOf, type, typeAll, view } from "./testing/typing.ts";

for (
  const [keys, expected] of [
    ["hello", "hello|"],
    ["ab {left}X", "abX| "],
    ["ab{ctrl-a}{right}X", "aX|b"],
    ["ab{home}X{end}Y", "XabY|"],
    ["ab{ctrl-b}{ctrl-b}{ctrl-b}X{ctrl-e}{ctrl-f}", "Xab|"],
    ["one two{alt-b}|{ctrl-left}", "|one |two"],
    ["one, two{ctrl-a}{alt-f}X{ctrl-right}Y", "oneX, twoY|"],
    ["漢👩‍👩‍👧e\u0301{left}{left}", "漢|👩‍👩‍👧e\u0301"],
    ["a👩‍👩‍👧{backspace}", "a|"],
    ["e\u0301x{left}{backspace}", "|x"],
    ["ab{ctrl-a}{delete}", "|b"],
    ["ab{ctrl-a}{ctrl-d}", "|b"],
    ["ab{ctrl-h}", "a|"],
    ["ab{ctrl-t}", "ba|"],
    ["abc{left}{left}{ctrl-t}", "ba|c"],
    ["a{ctrl-t}", "a|"],
    ["one two{ctrl-w}", "one |"],
    ["a b/c-d{ctrl-w}", "a |"],
    ["a b/c-d{alt-backspace}", "a b/c-|"],
    ["one two{ctrl-a}{alt-d}", "| two"],
    ["one two{alt-b}{ctrl-k}", "one |"],
    ["one two{alt-b}{ctrl-u}", "|two"],
    ["one two{ctrl-w}{ctrl-a}{ctrl-y}", "two|one "],
    ["a b c{ctrl-w}{ctrl-w}{ctrl-y}", "a b c|"],
    ["a b{ctrl-a}{alt-d}{alt-d}{ctrl-y}", "a b|"],
    ["one{ctrl-w}two{ctrl-w}{ctrl-y}{alt-y}", "one|"],
    ["one{ctrl-w}two{ctrl-w}{ctrl-y}{alt-y}{alt-y}", "two|"],
    ["one{ctrl-w}{ctrl-y}x{alt-y}", "onex|"],
    ["a{alt-enter}b{ctrl-j}c{shift-enter}d", "a\nb\nc\nd|"],
    ["abc{ctrl-j}d{ctrl-j}efg{up}X{up}Y", "abY|c\ndX\nefg"],
    ["漢字{ctrl-j}abc{up}", "漢|字\nabc"],
    ["abc{ctrl-j}d{ctrl-j}efg{up}{up}", "abc|\nd\nefg"],
    ["abc{ctrl-j}d{ctrl-j}efg{up}{up}{down}{down}", "abc\nd\nefg|"],
    ["ab{ctrl-j}cd{ctrl-a}{ctrl-k}{ctrl-k}", "ab\n|"],
    ["ab{ctrl-j}cd{up}{ctrl-k}", "ab|cd"],
    ["ab{ctrl-j}cd{ctrl-a}{ctrl-u}", "ab|cd"],
    ["a{ctrl-j}b{ctrl-home}X{ctrl-end}Y", "Xa\nbY|"],
    ["one two{ctrl-_}", "one |"],
    ["one two{ctrl-_}{ctrl-_}", "|"],
    ["one two{ctrl-/}{alt-_}", "one two|"],
    ["abc{backspace}{backspace}{ctrl-_}", "abc|"],
    ["abc{left}{ctrl-_}", "|"],
    ["abc{ctrl-c}{ctrl-_}", "abc|"],
    ["{backspace}{delete}a{ctrl-_}", "|"],
    ["@al{tab}", "@alice |"],
    ["hi @AL{tab}!", "hi @alice !|"],
    ["@al{tab}{tab}", "@alfred |"],
    ["@al{tab}{tab}{tab}", "@alice |"],
    ["@al{shift-tab}", "@alfred |"],
    ["@al{tab}{tab}{ctrl-_}", "@al|"],
    ["@al x{left}{left}{tab}", "@alice| x"],
    ["@{tab}", "@alice |"],
    ["#lo{tab}", "#lobby |"],
    ["(@bo{tab}", "(@bob |"],
    ["/he{tab}", "/help |"],
    ["a /he{tab}", "a /he|"],
    ["al{tab}", "al|"],
    ["@zz{tab}", "@zz|"],
  ]
) {
  Deno.test(`${keys} gives ${JSON.stringify(expected)}`, () => {
    assert.equal(view(typeAll(createEditor(), keys).state), expected);
  });
}

Deno.test("Enter submits, clears, and keeps the text in the history", () => {
  const { state, actions } = typeAll(createEditor(), "hello{enter}");
  assert.deepEqual(actions, [{ type: "submit", text: "hello" }]);
  assert.equal(view(state), "|");
  assert.equal(view(type(state, "{up}")), "hello|");
});

Deno.test("Enter on a blank draft does nothing", () => {
  assert.deepEqual(typeAll(createEditor(), " {ctrl-j}{enter}").actions, []);
});

Deno.test("what is submitted is sanitised as a whole", () => {
  const typed = type(createEditor(), "a\u200d" + "\u0301".repeat(50));
  const { action } = applyInput(typed, keyOf("enter"), { people: [], rooms: [], commands: [] });
  assert.deepEqual(action, {
    type: "submit",
    text: "a" + "\u0301".repeat(limits.marksPerCharacter - 1),
  });
});

Deno.test("an emoji typed in pieces comes together", () => {
  let state = createEditor();
  for (const piece of ["👩", "\u200d", "🚀"]) state = type(state, piece);
  assert.equal(view(state), "👩‍🚀|");
  assert.equal(view(type(state, "{backspace}")), "|");
});

for (
  const [keys, action] of [
    ["{ctrl-d}", { type: "eof" }],
    ["{ctrl-c}", { type: "interrupt" }],
    ["a{ctrl-z}", { type: "suspend" }],
    ["a{ctrl-l}", { type: "redraw" }],
    ["a{f9}", { type: "unhandled", event: keyOf("f9") }],
    ["a{escape}", { type: "unhandled", event: keyOf("escape") }],
    ["{alt-1}", { type: "command", name: "room-1" }],
    ["{alt-left}", { type: "command", name: "previous-room" }],
    ["{ctrl-x}{ctrl-e}", { type: "command", name: "edit-externally" }],
    ["al{tab}", { type: "unhandled", event: keyOf("tab") }],
  ] as const
) {
  Deno.test(`${keys} is left to the app as ${action.type}`, () => {
    assert.deepEqual(typeAll(createEditor(), keys).actions, [action]);
  });
}

Deno.test("Ctrl-C clears a draft and is no action then", () => {
  const { state, actions } = typeAll(createEditor(), "abc{ctrl-c}");
  assert.deepEqual(actions, []);
  assert.equal(view(state), "|");
});

const context = { people: [], rooms: [], commands: [] };

Deno.test("a paste comes in with its newlines, sanitised, as one step of undo", () => {
  const before = type(createEditor(), "a b");
  const paste = { type: "paste", text: "x\n\x1b[31my\tz\u202e\n" } as const;
  const { state } = applyInput(before, paste, context);
  assert.equal(view(state), "a bx\n[31my    z\n|");
  assert.equal(view(type(state, "{ctrl-_}")), "a b|");
});

Deno.test("what makes the draft too long is left out, all of it, and said", () => {
  const state = type(createEditor(), "ab");
  const paste = { type: "paste", text: "x".repeat(limits.draftLength) } as const;
  const result = applyInput(state, paste, context);
  assert.deepEqual(result.action, { type: "full" });
  assert.equal(view(result.state), "ab|");
});

Deno.test("a draft that is too long already can be shortened", () => {
  const state = setDraft(createEditor(), "x".repeat(limits.draftLength + 5));
  assert.equal(type(state, "{backspace}").text.length, limits.draftLength + 4);
  assert.deepEqual(typeAll(state, "a").actions, [{ type: "full" }]);
});

Deno.test("a draft that was set can be undone", () => {
  const state = setDraft(type(createEditor(), "mine"), "given\x07");
  assert.equal(view(state), "given|");
  assert.equal(view(type(state, "{ctrl-_}")), "mine|");
});

Deno.test("the history is bounded and keeps a repeated text once", () => {
  let state = createEditor();
  for (let count = 0; count < limits.draftHistory + 3; count++) {
    state = type(state, `${count}{enter}`);
  }
  assert.equal(state.history.length, limits.draftHistory);
  assert.deepEqual(type(state, "x{enter}x{enter}").history.slice(-2), ["502", "x"]);
});

Deno.test("walking through the history loses neither the draft nor what was changed on the way", () => {
  const state = type(createEditor(["one", "two"]), "draft{up}{up}");
  assert.equal(view(state), "one|");
  assert.equal(view(type(state, "{up}")), "one|");
  assert.equal(view(type(state, "!{down}{down}")), "draft|");
  assert.equal(view(type(state, "!{down}{down}{up}{up}")), "one!|");
  assert.equal(view(type(state, "{ctrl-_}")), "draft|");
});

Deno.test("what Tab offers is shown while it cycles, and gone after any other key", () => {
  const state = type(createEditor(), "@al{tab}{tab}");
  assert.deepEqual(state.completion?.candidates.map(({ label }) => label), ["@alice", "@alfred"]);
  assert.equal(state.completion?.index, 1);
  assert.equal(type(state, "x").completion, undefined);
  assert.equal(type(state, "{left}").completion, undefined);
});

const inputs = fc.array(anyInput, { maxLength: 60 });

function run(state: EditorState, events: Parameters<typeof applyInput>[1][]): EditorState {
  const context = {
    people: [{ name: "alice" }, { name: "alfred" }, { name: "\x1bevil" }],
    rooms: [{ name: "lobby" }],
    commands: [{ name: "help" }],
  };
  return events.reduce((state, event) => applyInput(state, event, context).state, state);
}

Deno.test("whatever is typed, the cursor is at a boundary, and the text harmless and bounded", () => {
  fc.assert(
    fc.property(inputs, (events) => {
      const { text, cursor } = run(createEditor(["old", "older\ntext"]), events);
      const boundaries = new Set([0]);
      let index = 0;
      for (const cluster of graphemes(text)) boundaries.add(index += cluster.length);
      assert(boundaries.has(cursor), `${cursor} in ${JSON.stringify(text)}`);
      assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
      assert(text.length <= limits.draftLength);
    }),
    { numRuns: 500 },
  );
});

const submits = (event: { type: string; name?: string }) =>
  event.type === "key" && event.name === "enter";

Deno.test("undo goes back to the start after any changes, and redo to their end", () => {
  fc.assert(
    fc.property(inputs, (events) => {
      const start = setDraft(createEditor(["old", "older\ntext"]), "the start");
      const fresh = { ...start, undo: [] };
      const end = run(fresh, events.filter((event) => !submits(event)));
      let state = end;
      while (state.undo.length > 0) state = type(state, "{ctrl-_}");
      assert.equal(state.text, "the start");
      while (state.redo.length > 0) state = type(state, "{alt-_}");
      if (end.redo.length === 0) assert.equal(state.text, end.text);
    }),
    { numRuns: 500 },
  );
});

Deno.test("text that is typed and then deleted leaves what was there, where it merges with nothing", () => {
  fc.assert(fc.property(inputs, hardDraft, (events, draft) => {
    const typed = draft.replaceAll("\n", "");
    const before = run(createEditor(), events);
    const parts = [before.text.slice(0, before.cursor), typed, before.text.slice(before.cursor)];
    const [left, , right] = parts;
    for (let place = 1; place <= graphemes(typed).length; place++) {
      const some = graphemes(typed).slice(0, place);
      const apart = [...graphemes(left), ...some, ...graphemes(right)];
      fc.pre(graphemes(left + some.join("") + right).join(" ") === apart.join(" "));
    }
    const after = run(before, [{ type: "text", text: typed }]);
    assert.equal(view(after), `${parts[0]}${typed}|${parts[2]}`);
    const deleted = run(after, graphemes(typed).map(() => keyOf("backspace")));
    assert.equal(view(deleted), view(before));
  }));
});

Deno.test("walking up and down the history any number of steps returns the draft", () => {
  const history = fc.array(fc.string({ minLength: 1 }), { maxLength: 5 });
  fc.assert(fc.property(history, fc.string(), fc.nat(8), (history, draft, steps) => {
    const start = setDraft(createEditor(history), draft);
    const walked = run(start, Array.from({ length: steps }, () => keyOf("alt-p")));
    assert.equal(run(walked, history.map(() => keyOf("alt-n"))).text, start.text);
  }));
});
