/**
 * Tests of the key decoder.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { limits } from "../../shared/limits.ts";
import { type Decoded, Decoder } from "./decoder.ts";

const utf8 = new TextEncoder();

/** A byte for each character up to U+00FF, so that tests can write bytes as escapes. */
const bytesOf = (bytes: string) => Uint8Array.from(bytes, (char) => char.charCodeAt(0));

/** Events of all parts, adjacent text as one. */
function decodeAll(parts: Uint8Array[], flush = true): Decoded[] {
  const decoder = new Decoder();
  const events = parts.flatMap((part) => decoder.push(part));
  if (flush) events.push(...decoder.flush());
  const merged: Decoded[] = [];
  for (const event of events) {
    const last = merged.at(-1);
    if (event.type === "text" && last?.type === "text") last.text += event.text;
    else merged.push({ ...event });
  }
  return merged;
}

/** An event as a short word: `ctrl-a`, `"text"`, `<paste>`. */
function show(event: Decoded): string {
  switch (event.type) {
    case "text":
      return JSON.stringify(event.text);
    case "paste":
      return `<${event.text}>`;
    case "focus":
      return event.focused ? "focus" : "blur";
    case "answer":
      return `answer(${event.background ?? ""})`;
    case "mouse":
      return `${event.action} ${event.button} ${event.column},${event.row}`;
    case "key":
      return [
        event.ctrl && "ctrl",
        event.alt && "alt",
        event.shift && "shift",
        event.name === "char" ? event.char : event.name,
      ].filter(Boolean).join("-");
  }
}

const decode = (bytes: Uint8Array) => decodeAll([bytes]).map(show).join(" ");

for (
  const [bytes, expected] of [
    ["\x01\x05\x1a", "ctrl-a ctrl-e ctrl-z"],
    ["\x00\x1c\x1d\x1e\x1f", "ctrl-@ ctrl-\\ ctrl-] ctrl-^ ctrl-_"],
    ["\r\n\t\x7f\b", "enter ctrl-j tab backspace ctrl-h"],
    ["\x1b", "escape"],
    ["\x1b\x1b", "escape escape"],
    ["\x1b\x1b\x1b", "escape escape escape"],
    [
      "\x1bb\x1bB\x1b.\x1b\r\x1b\x7f\x1b\x01",
      "alt-b alt-shift-b alt-. alt-enter alt-backspace ctrl-alt-a",
    ],
    ["\x1b\xc3\xa9", "alt-é"],
    ["\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F", "up down right left home end"],
    ["\x1bOA\x1bOD\x1bOH\x1bOF\x1bOP\x1bOS", "up left home end f1 f4"],
    ["\x1b[1;5D\x1b[1;3C\x1b[1;2A\x1b[1;8B", "ctrl-left alt-right shift-up ctrl-alt-shift-down"],
    [
      "\x1b[1~\x1b[7~\x1b[4~\x1b[8~\x1b[2~\x1b[3~\x1b[5~\x1b[6~",
      "home home end end insert delete page-up page-down",
    ],
    ["\x1b[3;5~\x1b[15~\x1b[24~\x1b[1;5P", "ctrl-delete f5 f12 ctrl-f1"],
    ["\x1b[[A\x1b[[E", "f1 f5"],
    ["\x1b[Z", "shift-tab"],
    ["\x1b\x1b[A\x1b\x1bOB", "alt-up alt-down"],
    [
      "\x1b[a\x1bOd\x1b[7^\x1b[7$\x1b[3@x",
      'shift-up ctrl-left ctrl-home shift-home ctrl-shift-delete "x"',
    ],
    [
      "\x1b[97;5u\x1b[13;3u\x1b[13;2u\x1b[27u\x1b[127;5u\x1b[9;2u",
      "ctrl-a alt-enter shift-enter escape ctrl-backspace shift-tab",
    ],
    ["\x1b[97u\x1b[97;2u\x1b[97:65;2u\x1b[97;;228u\x1b[97;133u", '"aAAä" ctrl-a'],
    ["\x1b[97;5:3u\x1b[57441u\x1b[97;9u\x1b[57400u", '"1"'],
    ["\x1b[27;5;13~\x1b[27;6;95~\x1b[27;2;65~", 'ctrl-enter ctrl-shift-_ "A"'],
    ["\x1bOM\x1bOj\x1bOp", 'enter "*0"'],
    ["\x1b[I\x1b[O", "focus blur"],
    [
      "\x1b[<0;3;4M\x1b[<0;3;4m\x1b[<35;5;6M\x1b[<64;1;1M\x1b[<65;1;1M",
      "press 0 3,4 release 0 3,4 move 3 5,6 wheel-up 0 1,1 wheel-down 1 1,1",
    ],
    ["a\x1b[?2026;2$y\x1b[12;40R\x1b[999zb", '"ab"'],
    ["a\x1b[?1;2cb", '"a" answer() "b"'],
    ["a\x1b[M !!b", '"ab"'],
    ["\x1b]11;rgb:00/00/00\x07\x1b]11;rgb:1/2/3\x1b\\", "answer(rgb:00/00/00) answer(rgb:1/2/3)"],
    ["a\x1b]10;rgb:00/00/00\x07b\x1bP1+r\x1b\\c\x1b_Gi=1;OK\x1b\\d\x1b]0\x1b\\e", '"abcde"'],
    ["\x1b[12\x03\x1b]12\x03", "ctrl-c ctrl-c"],
    ["\x1b[1\x1b[A\x1b]x\x1b[A", "up up"],
    ["\x1b[", "alt-["],
    ["\x1bO", "alt-shift-o"],
    ["\x1b]", "alt-]"],
    ["\x1b_", "alt-_"],
    ["a\xc2\x9b\xffb\xe2\x82", '"ab"'],
    ["\xe2\x82\rx", 'enter "x"'],
  ]
) {
  Deno.test(`${JSON.stringify(bytes).slice(1, -1)} is ${expected}`, () => {
    assert.equal(decode(bytesOf(bytes)), expected);
  });
}

Deno.test("text comes whole, also where a character is split", () => {
  const bytes = utf8.encode("né 漢 👩‍👩‍👧\ufeff");
  const events = decodeAll(Array.from(bytes, (byte) => Uint8Array.of(byte)));
  assert.deepEqual(events, [{ type: "text", text: "né 漢 👩‍👩‍👧\ufeff" }]);
});

Deno.test("a paste is one event, its newlines \\n, its escapes untouched", () => {
  assert.equal(
    decode(utf8.encode("a\x1b[200~x\r\ny\rz é\x1b[31m\x1b[20\x1b[201~b")),
    '"a" <x\ny\nz é\x1b[31m\x1b[20> "b"',
  );
  assert.equal(decode(utf8.encode("\x1b[200~\x1b\x1b[201~")), "<\x1b>");
  assert.equal(decode(utf8.encode("\x1b[200~\x1b[201~\x1b[201~")), "<>");
});

Deno.test("a paste is bounded, and ends where it ends all the same", () => {
  const [paste, text] = decodeAll([
    utf8.encode("\x1b[200~"),
    new Uint8Array(limits.pasteBytes + 100).fill(0x78),
    utf8.encode("\x1b[201~after"),
  ]);
  assert(paste.type === "paste" && paste.text.length === limits.pasteBytes);
  assert.deepEqual(text, { type: "text", text: "after" });
});

Deno.test("only what may be a key already is pending", () => {
  const pendingAfter = (bytes: string) => {
    const decoder = new Decoder();
    decoder.push(bytesOf(bytes));
    return decoder.pending;
  };
  for (const bytes of ["\x1b", "\x1b\x1b", "\x1b[", "\x1bO", "\x1b[1;", "\x1b]"]) {
    assert.equal(pendingAfter(bytes), true, JSON.stringify(bytes));
  }
  for (const bytes of ["", "a", "\xe2\x82", "\x1b[A", "\x1b[200~a", "\x1b]11;rgb"]) {
    assert.equal(pendingAfter(bytes), false, JSON.stringify(bytes));
  }
});

Deno.test("a flush between the bytes of a character loses nothing", () => {
  const decoder = new Decoder();
  const events = [
    ...decoder.push(bytesOf("\xc3")),
    ...decoder.flush(),
    ...decoder.push(bytesOf("\xa9")),
  ];
  assert.deepEqual(events, [{ type: "text", text: "é" }]);
});

/** Bytes as a terminal, a broken terminal or an enemy might send them. */
const anyBytes = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...["\x1b", "\x1b[", "\x1bO", "\x1b]", "\x1bP", "\x1b\\", "\x07", "\x1b[200~", "\x1b[201~"],
      ...[
        "\x1b[1;5D",
        "\x1b[<0;1;1M",
        "\x1b[97;6u",
        "\x1b[M",
        "\x1b[[A",
        "\x1b[27;5;9~",
        "[201~",
        "\x1b[7$",
      ],
      ...["a", "\r", "\x03", "5", ";", "~", "u", "$", "é", "👩‍🚀"],
    ).map((text) => utf8.encode(text)),
    fc.uint8Array({ maxLength: 6 }),
  ),
  { maxLength: 20 },
).map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

Deno.test("any split of the bytes gives the same events", () => {
  fc.assert(
    fc.property(anyBytes, fc.array(fc.nat(60)), fc.boolean(), (bytes, cuts, flush) => {
      const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b)];
      const parts = places.map((from, index) => bytes.subarray(from, places[index + 1]));
      assert.deepEqual(decodeAll(parts, flush), decodeAll([bytes], flush));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("no bytes throw, and no text event holds a control character", () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      for (const event of decodeAll([bytes])) {
        if (event.type === "text") assert.match(event.text, /^[^\p{Cc}\p{Surrogate}]+$/u);
        if (event.type === "key") assert.equal(event.name === "char", event.char !== undefined);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("after any bytes, a flush and Escape sequences that end a string or a paste, keys work again", () => {
  fc.assert(fc.property(anyBytes, (bytes) => {
    const decoder = new Decoder();
    decoder.push(bytes);
    decoder.flush();
    decoder.push(utf8.encode("\x1b[201~\r"));
    assert.deepEqual(decoder.push(bytesOf("\x03")).map(show), ["ctrl-c"]);
  }));
});
