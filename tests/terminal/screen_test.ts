/**
 * What a person sees while chatting, read from the screen of a terminal in memory.
 * @module
 */
import assert from "node:assert/strict";
import { ALICE, BOB, DEV, LOBBY } from "../../cli/app/testing/fixtures.ts";
import { limits } from "../../shared/limits.ts";
import { eventually, sleep } from "../support/wait.ts";
import { chatOnFake } from "./chat_on_fake.ts";

/** How often a text stands in another. */
function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

const FAMILY = "👨‍👩‍👧‍👦";
const DRAFT = `hello ${FAMILY} 漢字 e\u0301 end`;
/** Cells: `hello ` 6, family 2, space, 4, space, 1, space, `end` 3. */
const DRAFT_WIDTH = 19;

Deno.test("what is being typed keeps its characters and its cursor while 500 messages arrive", async () => {
  await chatOnFake({}, async ({ tty, connection, shows }) => {
    tty.type(DRAFT + "\x1b[D\x1b[D");
    await shows("> hello");
    const column = 2 + DRAFT_WIDTH - 2;
    for (let index = 0; index < 500; index++) {
      connection.says(BOB, `message ${index} ${"long ".repeat(index % 40)}|`);
      if (index % 25 !== 0) continue;
      await sleep(1);
      const { row } = tty.emulator.cursor;
      assert.equal(tty.emulator.screen()[row], `> ${DRAFT}`);
      assert.equal(tty.emulator.cursor.column, column);
    }
    await shows("message 499 ");
    const text = tty.emulator.text();
    for (let index = 0; index < 500; index++) {
      assert.equal(count(text, `message ${index} `), 1, `message ${index}`);
    }
    assert.equal(count(text, `> ${DRAFT}`), 1);
    assert.equal(count(text, "● online"), 1);
    tty.type("X");
    await shows(`e\u0301 eXnd`);
  });
});

Deno.test("an own message waits above the status line, and then stands in the transcript, once", async () => {
  await chatOnFake({}, async ({ tty, connection, shows }) => {
    tty.type("my words\r");
    await shows("   … alice: my words");
    await shows("1 waiting");
    assert.equal(count(tty.emulator.text(), "my words"), 1);
    connection.deliver();
    await shows(/\d\d:\d\d›alice: my words/);
    assert.equal(count(tty.emulator.text(), "my words"), 1);
    assert.ok(!tty.emulator.text().includes("waiting"));
  });
});

Deno.test("offline the status line counts down, what is sent waits, and online it goes in order", async () => {
  await chatOnFake({}, async ({ tty, connection, shows }) => {
    const offline = { state: "offline", reason: "The server is down.", retryIn: 3000 } as const;
    connection.tell({ type: "status", status: offline });
    await shows("○ offline – reconnecting in 3 s: The server is down.");
    tty.type("one\rtwo\rthree\rfour\rfive");
    await shows("2 more waiting");
    await shows("4 waiting");
    await shows("> five");
    connection.tell({ type: "status", status: { state: "online" } });
    connection.deliver();
    await shows("alice: four");
    assert.match(tty.emulator.text(), /: one\n.*: two\n.*: three\n.*: four\n/);
    await shows("> five");
    assert.ok(!tty.emulator.text().includes("waiting"));
  });
});

Deno.test("it holds at 30 columns and 8 rows", async () => {
  await chatOnFake({ columns: 30, rows: 8, rooms: [LOBBY, DEV] }, async (chat) => {
    const { tty, connection, shows } = chat;
    connection.says(BOB, "a text that is longer than the terminal is wide");
    connection.says(BOB, "elsewhere", DEV);
    tty.type("a draft that is longer than the terminal is wide");
    await shows("terminal is wide");
    await shows("● · #lobby · unread: #dev 1");
    connection.tell({
      type: "status",
      status: { state: "offline", reason: "Down.", retryIn: 3000 },
    });
    await shows("○ offline, 3 s · #lobby");
    for (const row of tty.emulator.everything()) assert.ok(row.length <= 30, row);
    assert.equal(count(tty.emulator.text(), "#lobby"), 2);
  });
});

Deno.test("a resized terminal shows the draft once, and keeps every message once", async () => {
  for (const reflow of [true, false]) {
    await chatOnFake({ columns: 60, rows: 12, reflow }, async ({ tty, connection, shows }) => {
      for (let index = 0; index < 30; index++) connection.says(BOB, `message ${index} ends`);
      const draft = "start " + "some words of a draft ".repeat(5) + "stop";
      tty.type(draft + "\x1b[D\x1b[D");
      await shows("stop");
      for (const columns of [41, 30, 59, 23, 60, 22, 90]) {
        tty.resize(columns, 12);
        const block = `alice>${draft.replace(/ /g, "")}`;
        const letters = () => tty.emulator.text().replace(/\s/g, "");
        await eventually(() => letters().endsWith(block), `the draft to be wrapped at ${columns}`);
        const { row, column } = tty.emulator.cursor;
        assert.equal(tty.emulator.screen()[row].slice(column, column + 2), "op");
        assert.equal(count(letters(), "start"), 1, `draft at ${columns}`);
        for (let index = 0; index < 30; index++) {
          assert.equal(count(letters(), `message${index}ends`), 1, `${index} at ${columns}`);
        }
      }
    });
  }
});

Deno.test("a pasted text of several lines stands in the draft and is sent as one message", async () => {
  await chatOnFake({}, async ({ tty, connection, shows }) => {
    tty.type("\x1b[200~first line\r\nsecond\x1b[31m line\rthird\x1b[201~");
    await shows(/> first line\n {2}second.* line\n {2}third/);
    assert.equal(connection.outbox.length, 0);
    tty.type("\r");
    await shows("1 waiting");
    assert.equal(connection.outbox.length, 1);
    assert.match(connection.outbox[0].text, /^first line\nsecond.* line\nthird$/);
    connection.deliver();
    await shows(/alice: first line\n {6}second.* line\n {6}third/);
  });
});

/** Sequences that move the cursor, clear, set titles and clipboards, answer back, or end a string. */
const INJECTIONS = [
  "\x1b[2J\x1b[H",
  "\x1b]0;title\x07",
  "\x1b]52;c;ZXZpbA==\x1b\\",
  "\x1bP+q544e\x1b\\",
  "\x1b[6n\x1b[c",
  "\x1b[?1049h",
  "\x9b31mred\x9c",
  "\x07\x08\x0b\x0c\x0e\x0f",
  "a\rb\r\nc",
  "\u202eevil\u2066",
  "\x1b",
];

Deno.test("nothing that others write can command the terminal", async () => {
  await chatOnFake({ rooms: [LOBBY, { ...DEV, name: "de\x1b[2Jv" }] }, async (chat) => {
    const { tty, connection, shows } = chat;
    INJECTIONS.forEach((evil, index) => {
      connection.says({ id: `P${index}`, name: `mallory${evil}` }, `text ${evil} ${index}`);
      connection.says(BOB, evil, DEV);
      connection.tell({
        type: "presence",
        presence: { type: "presence", person: { id: "P", name: evil }, state: "online" },
      });
      connection.tell({ type: "joined", room: { ...DEV, id: `R${index}`, name: `r${evil}` } });
    });
    connection.tell({
      type: "status",
      status: { state: "offline", reason: INJECTIONS.join(""), retryIn: 9000 },
    });
    tty.type("/room mallory\x1b[200~\x1b]0;x\x07\x1b[201~\r");
    connection.says(BOB, "the end");
    await shows("the end");
    await shows("You are not in");
    // What is left once all that the painter itself may write is taken away.
    const own =
      /\x1b\[(?:\?(?:2026|25|7|2004|1004)[hl]|[0-9;]*m|[0-9]+[ABC]|(?:J|2K|22;2t|c))|\r\n?|\x1b\]11;\?|\x1b\]2;[^\x00-\x1f\x7f-\x9f]*(?=\x07)/g;
    const rest = tty.written.replace(own, "").replaceAll("\x07", (bell) => bell);
    assert.doesNotMatch(rest.replaceAll("\x07", ""), /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066]/);
  });
});

Deno.test("Ctrl-L paints anew and loses nothing", async () => {
  await chatOnFake({ rows: 10 }, async ({ tty, connection, shows }) => {
    for (let index = 0; index < 20; index++) connection.says(BOB, `message ${index} ends`);
    tty.type("draft");
    await shows("message 19");
    await shows("> draft");
    await tty.emulator.write("\x1b7\x1b[3;3Hgarbage\x1b8");
    tty.type("\x0c");
    await eventually(() => tty.emulator.screen()[1] === "> draft", "a clean screen");
    const text = tty.emulator.text();
    assert.equal(count(text, "● online"), 1);
    assert.equal(count(text, "message 19 ends"), 1);
  });
});

Deno.test("rooms have each their draft and their place in the transcript", async () => {
  await chatOnFake({ rooms: [LOBBY, DEV] }, async ({ tty, connection, shows }) => {
    connection.says(BOB, "over there", DEV);
    await shows("#dev bob: over there");
    tty.type("lobby draft\x1b2");
    await shows("── #dev ──");
    await shows(/online · #dev .*\n>$/m);
    tty.type("dev draft\x1b1");
    await shows("> lobby draft");
  });
});

Deno.test("a terminal that takes nothing keeps memory bounded, and says what was left out", async () => {
  await chatOnFake({}, async ({ tty, connection, shows }) => {
    await shows("● online");
    const { promise, resolve } = Promise.withResolvers<void>();
    tty.stuck = promise;
    const more = limits.printQueue + 500;
    connection.says(BOB, "last before");
    await sleep(50);
    for (let index = 0; index < more; index++) connection.says(BOB, `message ${index} ends`);
    tty.stuck = undefined;
    resolve();
    await shows(`message ${more - 1} ends`);
    assert.match(tty.emulator.text(), /500 lines left out/);
    assert.equal(count(tty.emulator.text(), "message 499 ends"), 0);
    assert.equal(count(tty.emulator.text(), "message 500 ends"), 1);
  });
});

Deno.test("a shell's prompt above stays as it was, and nothing of the block is left at the end", async () => {
  await chatOnFake({ columns: 40, rows: 10 }, async ({ tty, connection, exit, shows }) => {
    connection.says(ALICE, "from elsewhere");
    await shows("from elsewhere");
    tty.type("/quit\r");
    assert.equal(await exit, 0);
    const screen = tty.emulator.screen();
    const { row, column } = tty.emulator.cursor;
    assert.equal(column, 0);
    assert.match(screen[row - 1], /from elsewhere/);
    assert.deepEqual(screen.slice(row).join(""), "");
  });
});
