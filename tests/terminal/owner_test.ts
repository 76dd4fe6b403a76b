/**
 * The terminal is given back on every way out, and taken again after a pause.
 * @module
 */
import assert from "node:assert/strict";
import { BOB } from "../../cli/app/testing/fixtures.ts";
import { Terminal } from "../../cli/terminal/terminal.ts";
import { eventually } from "../support/wait.ts";
import { type ChatOnFake, chatOnFake } from "./chat_on_fake.ts";
import { FakeTty } from "./fake_tty.ts";

function assertGivenBack(tty: FakeTty): void {
  assert.equal(tty.raw, false);
  assert.equal(tty.emulator.bracketedPaste, false);
  assert.equal(tty.emulator.wraps, true);
  assert.ok(tty.written.lastIndexOf("\x1b[?25h") > tty.written.lastIndexOf("\x1b[?25l"));
  assert.ok(!tty.emulator.screen().some((row) => row.startsWith("● online")));
}

const WAYS: [way: string, leave: (chat: ChatOnFake) => void, code: number][] = [
  ["/quit", ({ tty }) => tty.type("/quit\r"), 0],
  ["Ctrl-C twice", ({ tty }) => tty.type("\x03\x03"), 0],
  ["Ctrl-D", ({ tty }) => tty.type("\x04"), 0],
  ["the end of input", ({ tty }) => tty.end(), 0],
  ["SIGINT", ({ tty }) => tty.signal("SIGINT"), 130],
  ["SIGTERM", ({ tty }) => tty.signal("SIGTERM"), 143],
  ["SIGHUP", ({ tty }) => tty.signal("SIGHUP"), 129],
];

for (const [way, leave, code] of WAYS) {
  Deno.test(`the terminal is given back after ${way}`, async () => {
    await chatOnFake({}, async (chat) => {
      const { tty, connection, exit, shows } = chat;
      await shows("● online");
      assert.equal(tty.raw, true);
      assert.equal(tty.emulator.bracketedPaste, true);
      leave(chat);
      assert.equal(await exit, code);
      assertGivenBack(tty);
      assert.equal(tty.listeners, 0);
      assert.equal(connection.closed, true);
    });
  });
}

Deno.test("the terminal is given back before an uncaught error ends the process", async () => {
  const tty = new FakeTty({ columns: 40, rows: 10 });
  const terminal = new Terminal(tty);
  const nothing = () => {};
  terminal.open({
    input: nothing,
    bytes: nothing,
    resized: nothing,
    resumed: nothing,
    ended: nothing,
    signalled: nothing,
    farewell: () => "\r\x1b[2K",
  });
  await terminal.write("● online\x1b[?25l\x1b[?7l");
  assert.equal(tty.raw, true);
  tty.crash();
  await tty.emulator.write("");
  assertGivenBack(tty);
  assert.equal(tty.listeners, 0);
  tty.end();
  tty.emulator.dispose();
});

Deno.test("Ctrl-Z gives the terminal back, and the chat goes on where it was", async () => {
  await chatOnFake({}, async ({ tty, connection, shows }) => {
    tty.type("draft");
    await shows("> draft");
    const { promise: continued, resolve: goOn } = Promise.withResolvers<void>();
    tty.onStop = () => {
      assert.equal(tty.raw, false);
      assert.equal(tty.emulator.bracketedPaste, false);
      continued.then(() => tty.signal("SIGCONT"));
    };
    tty.type("\x1a");
    await eventually(() => tty.stops === 1, "the process to be stopped");
    assert.ok(!tty.emulator.text().includes("draft"));
    await tty.emulator.write("SHELL> fg\r\n");
    connection.says(BOB, "meanwhile");
    goOn();
    await shows(/SHELL> fg\n(.*\n)?.*meanwhile\n● online.*\n> draft$/m);
    assert.equal(tty.raw, true);
    assert.equal(tty.emulator.bracketedPaste, true);
    tty.type("ed");
    await shows("> drafted");
  });
});

Deno.test("where nobody could wake it, the chat is not suspended", async () => {
  await chatOnFake({}, async ({ tty, shows }) => {
    tty.onStop = () => {};
    tty.type("draft\x1a");
    await eventually(() => tty.stops === 1, "the attempt");
    await shows("> draft");
    assert.equal(tty.raw, true);
  });
});

Deno.test("where it isn't permitted, the chat says so and goes on", async () => {
  await chatOnFake({}, async ({ tty, shows }) => {
    tty.onStop = () => {
      throw new Error("Suspending needs the permission --allow-run.");
    };
    tty.type("draft\x1a");
    await shows("! Suspending needs the permission --allow-run.");
    await shows("> draft");
    assert.equal(tty.raw, true);
  });
});

Deno.test("stopped and woken from elsewhere, the chat takes the terminal again", async () => {
  await chatOnFake({}, async ({ tty, shows }) => {
    await shows("● online");
    await tty.emulator.write("\x1b[?2004l\r\nSHELL> fg\r\n");
    tty.signal("SIGCONT");
    await shows(/SHELL> fg\n● online/);
    assert.equal(tty.emulator.bracketedPaste, true);
    assert.equal(tty.raw, true);
  });
});

Deno.test("a terminal that takes nothing doesn't keep the program", async () => {
  await chatOnFake({}, async ({ tty, exit, shows }) => {
    await shows("● online");
    tty.stuck = new Promise(() => {});
    tty.type("x");
    tty.signal("SIGTERM");
    assert.equal(await exit, 143);
    assert.equal(tty.raw, false);
  });
});

Deno.test("a terminal that is gone ends the chat", async () => {
  await chatOnFake({}, async ({ tty, exit, shows }) => {
    await shows("● online");
    tty.stuck = Promise.reject(new Error("EIO"));
    tty.stuck.catch(() => {});
    tty.type("x");
    assert.equal(await exit, 1);
  });
});

Deno.test("what was not sent is said when one leaves", async () => {
  await chatOnFake({}, async ({ tty, exit, shows }) => {
    tty.type("never sent\r");
    await shows("1 waiting");
    tty.type("\x03");
    await shows("One message is not sent yet. Ctrl-C again leaves.");
    tty.type("\x03");
    assert.equal(await exit, 0);
    assert.match(tty.emulator.text(), /! Not sent:\n {2}never sent\n/);
  });
});

Deno.test("Escape by itself is a key once nothing follows it", async () => {
  await chatOnFake({}, async ({ tty, shows }) => {
    tty.type("ab\x1b");
    await shows("> ab");
    await new Promise((resolve) => setTimeout(resolve, 60));
    tty.type("[Dx");
    await shows("> ab[Dx");
  });
});
