/**
 * What others write must not command the terminal: a corpus of hostile texts in every place that shows
 * them, in every view. Of what is written, every control sequence has to be one of ours.
 * @module
 */
import assert from "node:assert/strict";
import { ALICE, DEV, LOBBY, message, readState } from "../../cli/app/testing/fixtures.ts";
import { eventually } from "../support/wait.ts";
import { chatOnFake } from "./chat_on_fake.ts";

const C0 = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join("");
const C1 = Array.from({ length: 33 }, (_, code) => String.fromCharCode(0x7F + code)).join("");

const CORPUS: readonly string[] = [
  C0,
  C1,
  "\x1b]52;c;cm0gLXJmIC8=\x07",
  "\x1b]52;c;?\x1b\\",
  "\x1bP$qm\x1b\\",
  "\x1bP+q544e\x1b\\",
  "\x1b]0;owned\x07\x1b]2;owned\x1b\\",
  "\x1b[2J\x1b[H\x1b[?1049l\x1b[6n\x1b[c\x1bc",
  "\x9b2J\x9d0;owned\x9c",
  "\x1b]8;;file:///etc/passwd\x1b\\click\x1b]8;;\x1b\\",
  "[click](javascript:alert(1)) <https://evil.example/\x1b]0;x\x07>",
  "\u202etxet desrever\u202c\u2066isolated\u2069\u200f\u061c",
  "zero\u200bwidth\u2060joiner\ufeff\u{e0041}\u{e007f}",
  "\ud800 half \udc00",
  `${"a"}${"\u0301".repeat(5000)}`,
  "```\n\x1b[31m\x9b31m\n```",
  "> \x1b[31m quote\n- \x1b]52;c;x\x07 item",
];

/** The control sequences that the client itself writes. */
const OURS = new RegExp(
  [
    "\\x1b\\[[0-9;]*m",
    "\\x1b\\[[0-9;]*[ABCDHJK]",
    "\\x1b\\[\\?(?:7|25|1000|1004|1006|1049|2004|2026)[hl]",
    "\\x1b\\[(?:22|23);2t",
    "\\x1b\\[c",
    "\\x1b\\]11;\\?(?:\\x07|\\x1b\\\\)",
    // A title and a notification, whose texts hold no controls.
    "\\x1b\\](?:2|9|777);[^\\x00-\\x1f\\x7f-\\x9f]*(?:\\x07|\\x1b\\\\)",
    // Links, to addresses of three kinds.
    "\\x1b\\]8;;(?:(?:https?|mailto):[\\x21-\\x7e]+)?\\x1b\\\\",
    "\\r|\\n|\\x07",
  ].join("|"),
  "g",
);
/** No control, nothing that turns the direction of text or shows nothing; FSI and PDI are ours. */
const HOSTILE = /[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066\u2067\ufeff]/;

for (const view of ["inline", "fullscreen", "plain"] as const) {
  Deno.test(`no byte of a hostile text commands the terminal in the ${view} view`, async () => {
    const plain = view === "plain";
    const rooms = CORPUS.map((text, index) => ({
      ...DEV,
      id: `R${index}`,
      name: `room${text}`,
      topic: text,
      you: readState({ unread: 1 }),
    }));
    const people = CORPUS.map((text, index) => ({ id: `P${index}`, name: `name${text}` }));
    const answers = {
      "online": () => ({
        people: people.map((person) => ({ ...person, away: true, awayText: person.name })),
        total: people.length,
      }),
      "search": () => ({
        hits: CORPUS.map((text, index) => ({
          event: message(LOBBY, index + 1, people[index], text),
          roomName: text,
          marks: [] as [number, number][],
        })),
      }),
    };
    const options = {
      columns: 120,
      rows: 40,
      plain,
      view: plain ? undefined : view,
      rooms: [{ ...LOBBY, topic: CORPUS.toReversed().join("") }, ...rooms],
      answers,
    };
    await chatOnFake(options, async ({ tty, connection }) => {
      CORPUS.forEach((text, index) => {
        const author = people[index];
        const mentions = [ALICE.id];
        const seq = index + 1;
        const shown = message(LOBBY, seq, author, `${text} shown${seq}.`, { mentions });
        connection.tell({ type: "event", event: shown });
        const there = message({ ...LOBBY, id: `R${index}` }, 1, author, text);
        connection.tell({ type: "event", event: there });
        connection.tell({ type: "typing", room: LOBBY.id, person: author });
      });
      await eventually(() => tty.written.includes(`shown${CORPUS.length}.`), "the last message");
      tty.type(plain ? "/search x\n/online\n" : "\x12x\r");
      await eventually(() => tty.written.includes("name"), "what was found");
      const offline = { state: "offline", reason: CORPUS.join(""), retryIn: 3000 } as const;
      connection.tell({ type: "status", status: offline });
      await eventually(() => /offline/i.test(tty.written), "that it is offline");
      const rest = plain ? tty.written.replaceAll("\n", "") : tty.written.replace(OURS, "");
      const found = HOSTILE.exec(rest);
      assert.equal(
        found,
        null,
        found ? JSON.stringify(rest.slice(found.index - 40, found.index + 40)) : "",
      );
    });
  });
}
