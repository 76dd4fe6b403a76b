/**
 * The chat without a terminal: in a pipe, with --plain, on a dumb terminal.
 * @module
 */
import assert from "node:assert/strict";
import { BOB, DEV, LOBBY } from "../../cli/app/testing/fixtures.ts";
import { eventually } from "../support/wait.ts";
import { type ChatOnFake, chatOnFake, type FakeOptions } from "./chat_on_fake.ts";

function plainly(options: FakeOptions, test: (chat: ChatOnFake) => Promise<void>): Promise<void> {
  return chatOnFake({ interactive: false, ...options }, test);
}

Deno.test("in a pipe each message is a line, and no escape sequence is written", async () => {
  for (const how of [{ interactive: false }, { interactive: true, plain: true }]) {
    await chatOnFake(how, async ({ tty, connection }) => {
      connection.says(BOB, "two\nlines \x1b[31m");
      connection.tell({
        type: "status",
        status: { state: "offline", reason: "The server is down.", retryIn: 3000 },
      });
      tty.type("/nope\n");
      await eventually(() => tty.written.includes("Not sent: /nope"), "the answer");
      assert.match(tty.written, /^\d\d:\d\d #lobby <bob> two lines \[31m$/m);
      assert.match(tty.written, /^!! Offline: The server is down\. Next try in 3 s\.$/m);
      assert.match(tty.written, /^!! There is no command \/nope\./m);
      assert.doesNotMatch(tty.written, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
      assert.equal(tty.raw, false);
    });
  }
});

Deno.test("piped lines are sent in order; at their end the chat waits for the log, then leaves", async () => {
  await plainly({ rooms: [LOBBY, DEV] }, async ({ tty, connection, exit }) => {
    tty.type("one\ntwo\n/room dev\nthr");
    tty.type("ee");
    tty.end();
    await eventually(() => connection.outbox.length === 3, "three messages");
    assert.deepEqual(connection.outbox.map(({ text, room }) => [text, room]), [
      ["one", LOBBY.id],
      ["two", LOBBY.id],
      ["three", DEV.id],
    ]);
    connection.deliver();
    assert.equal(await exit, 0);
    assert.match(tty.written, /^\d\d:\d\d #lobby > <alice> one$/m);
    assert.match(tty.written, /^\d\d:\d\d #dev > <alice> three$/m);
  });
});

Deno.test("a pipe is read no faster than its lines are taken", async () => {
  await plainly({}, async ({ tty, connection, exit }) => {
    tty.type("line\n".repeat(1000));
    tty.end();
    let delivered = 0;
    while (delivered < 1000) {
      await eventually(() => connection.outbox.length > 0, "more lines");
      assert.ok(connection.outbox.length <= 100);
      delivered += connection.outbox.length;
      connection.deliver();
    }
    assert.equal(await exit, 0);
  });
});

Deno.test("a connection that is closed for good ends the pipe with a failure", async () => {
  await plainly({}, async ({ tty, connection, exit }) => {
    tty.type("lost\n");
    tty.end();
    await eventually(() => connection.outbox.length === 1, "the line");
    connection.tell({ type: "status", status: { state: "closed", reason: "Signed out." } });
    assert.equal(await exit, 3);
    assert.match(tty.written, /^!! Not sent:\n {3}lost$/m);
  });
});
