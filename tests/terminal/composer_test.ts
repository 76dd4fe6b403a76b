/**
 * The list of completions, notifications, themes and the person's own editor, on a terminal in memory.
 * @module
 */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { ALICE, BOB, DEV, LOBBY, message } from "../../cli/app/testing/fixtures.ts";
import { DEFAULT_CONFIG } from "../../cli/config/options.ts";
import { eventually } from "../support/wait.ts";
import { chatOnFake } from "./chat_on_fake.ts";

const VIEWS = ["inline", "fullscreen"] as const;

for (const view of VIEWS) {
  Deno.test(`the ${view} view lists what can be completed, and emoji once they are wanted`, async () => {
    await chatOnFake({ view }, async ({ tty, shows }) => {
      await shows("● online");
      tty.type("/unm");
      await shows(/\/unmute {2}@name – lets them write again/);
      tty.type("\x1b[B\r");
      await shows("> /unmute");
      tty.type("\x15go :rock");
      await shows("🚀 :rocket:");
      tty.type("et\t!");
      await shows("> go 🚀 !");
    });
  });
}

Deno.test("what one doesn't look at rings and tells, what one looks at doesn't", async () => {
  await chatOnFake({ rooms: [LOBBY, DEV], env: { TERM: "foot" } }, async (chat) => {
    const { tty, connection, shows } = chat;
    await shows("● online");
    const named = (seq: number, text: string) =>
      connection.tell({
        type: "event",
        event: message(DEV, seq, BOB, text, { mentions: [ALICE.id] }),
      });
    tty.type("\x1b[O");
    named(1, "@alice \x1b]0;evil\x07");
    await eventually(
      () => tty.written.includes("\x1b]777;notify;bob in #dev;@alice ]0;evil\x07"),
      "the notification",
    );
    await eventually(() => /\x1b\[\?2026l\x07/.test(tty.written), "the bell");
    await eventually(() => tty.written.includes("\x1b]2;(1) #lobby – Parley\x07"), "the title");
  });
});

Deno.test("the terminal's background chooses the theme, and /set another", async () => {
  await chatOnFake({ answersBackground: "rgb:ffff/ffff/ffff" }, async ({ tty, shows }) => {
    await shows("● online");
    const [, light] = /\x1b\[38;5;(\d+)m● online/.exec(tty.written)!;
    tty.type("/set theme dark\r");
    await eventually(
      () => (/\x1b\[38;5;(\d+)m● online[^●]*$/.exec(tty.written) ?? [])[1] !== light,
      "other colours",
    );
    tty.type("/set theme monochrome\r");
    await shows("theme is");
    const from = tty.written.length;
    tty.type("x");
    await shows("> x");
    assert.doesNotMatch(tty.written.slice(from), /38;/);
  });
});

Deno.test("the person's own editor has the terminal, keys and all, and what it saves is the draft", async () => {
  const edited = Promise.withResolvers<void>();
  let command: readonly string[] = [];
  const programs = {
    start: () => {},
    run: async (given: readonly string[]) => {
      command = given;
      assert.equal(await readFile(given[1], "utf8"), "draft");
      await edited.promise;
      await writeFile(given[1], "changed\n");
      return 0;
    },
  };
  await chatOnFake({ programs, env: { EDITOR: "ed" } }, async ({ tty, connection, shows }) => {
    await shows("● online");
    tty.type("draft\x18\x05");
    await eventually(() => command.length === 2, "the editor to run");
    assert.equal(command[0], "ed");
    assert.equal(tty.raw, false);
    assert.equal(tty.waiting, false, "its keys would be ours");
    connection.says(BOB, "meanwhile");
    edited.resolve();
    await shows("> changed");
    await shows("bob: meanwhile");
    assert.equal(tty.raw, true);
  });
});

Deno.test("an editor that can't be started leaves the draft as it was", async () => {
  const run = () => Promise.reject(new Error("There is no ed."));
  const programs = { start: () => {}, run };
  await chatOnFake({ programs, config: { ...DEFAULT_CONFIG, title: false } }, async (chat) => {
    const { tty, shows } = chat;
    await shows("● online");
    tty.type("draft\x18\x05");
    await shows("There is no ed.");
    await shows("> draft");
    assert.doesNotMatch(tty.written, /\x1b\]2;[^\x07]/);
  });
});
