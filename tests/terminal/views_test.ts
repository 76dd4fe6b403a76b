/**
 * The fullscreen view and moving around, read from the screen of a terminal in memory.
 * @module
 */
import assert from "node:assert/strict";
import { ALICE, BOB, CAROL, DEV, LOBBY, message, NOON } from "../../cli/app/testing/fixtures.ts";
import { limits } from "../../shared/limits.ts";
import { eventually } from "../support/wait.ts";
import { type ChatOnFake, chatOnFake, type FakeOptions } from "./chat_on_fake.ts";

const PAGE_UP = "\x1b[5~";
const PAGE_DOWN = "\x1b[6~";
const DAY = 24 * 3600 * 1000;

/** A long log of the lobby: message `n` has seq `n`, a hundred of them a day up to the day of the tests. */
function longLog(length: number) {
  const at = (seq: number) => NOON - Math.floor((length - seq) / 100) * DAY;
  const of = (seq: number) => ({ ...message(LOBBY, seq, BOB, `message ${seq}.`), at: at(seq) });
  const asked: unknown[] = [];
  return {
    of,
    asked,
    history: (input: { after?: number; before?: number; limit?: number }) => {
      asked.push(input);
      const { after = 0, before = length + 1, limit = limits.backlogEvents } = input;
      const first = input.after === undefined ? Math.max(after + 1, before - limit) : after + 1;
      const last = Math.min(before - 1, first + limit - 1);
      const events = Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => of(first + n));
      const more = input.after === undefined ? first > 1 : last < before - 1;
      return { room: LOBBY.id, events, more };
    },
  };
}

function fullscreen(
  options: FakeOptions,
  test: (chat: ChatOnFake) => Promise<void>,
): Promise<void> {
  return chatOnFake({ view: "fullscreen", ...options }, test);
}

Deno.test("views change at run time, and nothing that was said is lost or doubled", async () => {
  await chatOnFake({ rooms: [LOBBY, DEV] }, async ({ tty, connection, shows }) => {
    connection.says(BOB, "in the scrollback");
    await shows("in the scrollback");
    tty.type("half a dra");
    await shows("> half a dra");
    tty.type("\x1bOQ\x1b[12~");
    tty.type("\x1b[12~");
    await eventually(() => tty.emulator.alternate && tty.emulator.mouse, "the alternate screen");
    await shows("> half a dra");
    await shows("▸1 #lobby");
    connection.says(BOB, "while it was fullscreen");
    await shows("while it was fullscreen");
    tty.type("\x1b[12~");
    await eventually(() => !tty.emulator.alternate && !tty.emulator.mouse, "the shell's screen");
    await shows("while it was fullscreen");
    await shows("> half a dra");
    const text = tty.emulator.text();
    const once = ["in the scrollback", "while it was fullscreen", "> half a dra", "● online"];
    for (const said of once) {
      assert.equal(text.split(said).length, 2, said);
    }
  });
});

Deno.test("/view plain gives the terminal back: lines, and no more control sequences", async () => {
  await fullscreen({}, async ({ tty, connection, exit, shows }) => {
    connection.says(BOB, "before");
    await shows("bob: before");
    tty.type("/view plain\r");
    await eventually(() => !tty.raw && /<bob> before/.test(tty.written), "the plain view");
    assert.equal(tty.emulator.alternate, false);
    const from = tty.written.lastIndexOf("\x1b");
    connection.says(BOB, "after \x1b[31m");
    tty.type("said plainly\n/view inline\n");
    await eventually(() => connection.outbox.length === 1, "the line to be sent");
    await eventually(() => tty.raw, "the inline view");
    const plain = tty.written.slice(tty.written.indexOf("before", from), -1);
    assert.match(tty.written, /^\d\d:\d\d #lobby <bob> after \[31m$/m);
    assert.doesNotMatch(plain.slice(0, plain.indexOf("after")), /\x1b/);
    tty.signal("SIGTERM");
    assert.equal(await exit, 143);
  });
});

Deno.test("only rows that changed are written", async () => {
  await fullscreen({ rooms: [LOBBY, DEV] }, async ({ tty, connection, shows }) => {
    for (let n = 0; n < 40; n++) connection.says(BOB, `line ${n}`);
    tty.type("x");
    await shows("> x");
    tty.written = "";
    tty.type("y");
    await shows("> xy");
    assert.ok(tty.written.length < 150, JSON.stringify(tty.written));
    assert.match(tty.written, /^\x1b\[\?2026h.*\x1b\[\?2026l$/s);
  });
});

Deno.test("pages scroll through 200,000 messages, up and down, and memory stays bounded", async () => {
  const log = longLog(200_000);
  const rooms = [{ ...LOBBY, head: 200_000 }];
  await fullscreen({ rooms, answers: { history: log.history } }, async (chat) => {
    const { tty, connection, shows } = chat;
    for (let seq = 199_951; seq <= 200_000; seq++) {
      connection.tell({ type: "event", event: log.of(seq) });
    }
    await shows("message 200000.");
    for (let page = 0; page < 60; page++) {
      const [first] = /message \d+\./.exec(tty.emulator.screen().join("\n"))!;
      tty.type(PAGE_UP);
      await eventually(() => {
        const screen = tty.emulator.screen().join("\n");
        return /message \d+\./.exec(screen)?.[0] !== first && !screen.includes("reading on");
      }, `the page above ${first}`);
    }
    const seqs = () =>
      [...tty.emulator.screen().join("\n").matchAll(/message (\d+)\./g)].map(([, n]) => Number(n));
    const [first] = seqs();
    assert.ok(first < 199_000, `${first}`);
    assert.deepEqual(seqs(), seqs().map((_, index) => first + index));
    await shows(/scrolled back/);
    connection.tell({ type: "event", event: message(LOBBY, 200_001, BOB, "said meanwhile") });
    for (let page = 0; page < 100 && !/said meanwhile/.test(tty.emulator.screen().join()); page++) {
      const before = tty.emulator.screen().join("\n");
      tty.type(PAGE_DOWN);
      await eventually(() => tty.emulator.screen().join("\n") !== before, "the page below");
      await eventually(() => !tty.emulator.screen().join("\n").includes("reading on"), "the page");
    }
    await shows("said meanwhile");
    assert.ok(log.asked.length < 30, `${log.asked.length} pages were read`);
  });
});

Deno.test("/jump shows a day, in few steps, and Escape what is said now", async () => {
  const log = longLog(200_000);
  const rooms = [{ ...LOBBY, head: 200_000 }];
  await fullscreen(
    { rooms, answers: { history: log.history } },
    async ({ tty, connection, shows }) => {
      connection.tell({ type: "event", event: log.of(200_000) });
      await shows("message 200000.");
      const day = new Date(NOON - 1000 * DAY).toISOString().slice(0, 10);
      tty.type(`/jump ${day}\r`);
      await shows("message 99901.");
      assert.ok(log.asked.length < 25, `${log.asked.length} requests`);
      tty.type("\x1b");
      await shows("message 200000.");
      tty.type("/jump #500\r");
      await shows("message 500.");
    },
  );
});

Deno.test("the quick switcher finds rooms and people by a few letters", async () => {
  for (const view of ["inline", "fullscreen"] as const) {
    await chatOnFake({ view, rooms: [LOBBY, DEV] }, async ({ tty, connection, shows }) => {
      connection.says(CAROL, "hello");
      tty.type("a draft");
      await shows("> a draft");
      tty.type("\x0b");
      await shows("Go to:");
      await shows("@carol");
      tty.type("dv");
      await eventually(() => !tty.emulator.screen().join("\n").includes("▸ @carol"), "fewer");
      tty.type("\r");
      await shows(/· #dev/);
      assert.ok(!tty.emulator.screen().join("\n").includes("a draft"));
      tty.type("\x1b1");
      await shows("> a draft");
    });
  }
});

Deno.test("Ctrl-R searches, and Enter opens the hit where it was said", async () => {
  const log = longLog(1000);
  const text = `${"hay ".repeat(100)}**needle** and more`;
  const marks: [number, number][] = [[402, 408]];
  const long = { event: { ...log.of(123), text }, roomName: "lobby", marks };
  const hit = { event: log.of(321), roomName: "lobby", marks: [] };
  const answers = { history: log.history, search: () => ({ hits: [hit, long] }) };
  const rooms = [DEV, { ...LOBBY, head: 1000 }];
  await fullscreen({ rooms, answers }, async ({ tty, shows }) => {
    await shows("▸2 #lobby");
    tty.type("\x1b1");
    await shows("▸1 #dev");
    tty.type("\x12");
    await shows("Search:");
    tty.type("needle\r");
    await shows(/▸ .*#lobby bob: message 321\./);
    await shows("…hay hay hay hay needle and more");
    tty.type("\r");
    await shows("▸2 #lobby");
    await shows("message 320.");
    await shows("message 322.");
  });
});

Deno.test("a click opens a room or names a person, the wheel scrolls", async () => {
  const answers = { "online": () => ({ people: [ALICE, BOB], total: 2 }) };
  const size = { columns: 120, rows: 20 };
  await fullscreen({ ...size, rooms: [LOBBY, DEV], answers }, async (chat) => {
    const { tty, connection, shows } = chat;
    for (let n = 0; n < 50; n++) connection.says(BOB, `line ${n}`);
    await shows("line 49");
    await shows("● bob");
    tty.type("\x1b[<64;50;5M\x1b[<64;50;5M");
    await shows(/scrolled back/);
    tty.type("\x1b[<65;50;5M\x1b[<65;50;5M\x1b[<65;50;5M");
    await eventually(() => !/scrolled back/.test(tty.emulator.screen().join("\n")), "the end");
    const row = tty.emulator.screen().findIndex((line) => line.includes("● bob"));
    const column = tty.emulator.screen()[row].indexOf("● bob");
    tty.type(`\x1b[<0;${column + 3};${row + 1}M`);
    await shows("> @bob");
    tty.type("\x1b[<0;5;3M");
    await shows("▸2 #dev");
  });
});

Deno.test("Up on an empty line brings one's last message, to be changed", async () => {
  await chatOnFake({}, async ({ tty, connection, shows }) => {
    tty.type("mistkae\r");
    await shows("1 waiting");
    connection.deliver();
    await shows("›alice: mistkae");
    tty.type("\x1b[A");
    await shows("> /edit #1 mistkae");
  });
});

Deno.test("a long paste is asked about", async () => {
  for (const [key, draft] of [["\r", "> 0\n  1\n"], ["c", "> ```\n  0\n"], ["\x1b", ""]] as const) {
    await chatOnFake({ rows: 40 }, async ({ tty, shows }) => {
      const lines = Array.from({ length: 12 }, (_, n) => `${n}`).join("\r");
      tty.type(`\x1b[200~${lines}\x1b[201~`);
      await shows("A paste of 12 lines");
      tty.type(key);
      await eventually(() => {
        const screen = tty.emulator.screen().join("\n");
        return !screen.includes("A paste") && screen.includes(draft);
      }, draft);
    });
  }
});

Deno.test("what was jumped to in the scrollback is not said twice on the whole screen", async () => {
  const log = longLog(10);
  const rooms = [{ ...LOBBY, head: 10 }];
  const options = { rooms, answers: { history: log.history } };
  await chatOnFake(options, async ({ tty, connection, shows }) => {
    for (let seq = 1; seq <= 10; seq++) connection.tell({ type: "event", event: log.of(seq) });
    tty.type("/jump #4\r");
    await shows("── now ──");
    tty.type("\x1b[12~");
    await shows("▸1 #lobby");
    await shows("message 10.");
    assert.equal(tty.emulator.screen().join("\n").split("message 4.").length, 2);
  });
});
