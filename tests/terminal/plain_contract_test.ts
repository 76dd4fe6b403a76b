/**
 * Holds the plain view to its contract, docs/plain.md: each line of its table is made, and nothing else
 * is ever written.
 * @module
 */
import assert from "node:assert/strict";
import {
  ALICE,
  BOB,
  change,
  LOBBY,
  membership,
  message,
  readState,
  WITH_BOB,
} from "../../cli/app/testing/fixtures.ts";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { eventually } from "../support/wait.ts";
import { chatOnFake } from "./chat_on_fake.ts";

const CONTRACT = new URL("../../docs/plain.md", import.meta.url);

/** The lines of the contract's table. */
async function promised(): Promise<string[]> {
  const markdown = await Deno.readTextFile(CONTRACT);
  return [...markdown.matchAll(/^\| `([^`]+)`/gm)].map(([, line]) => line);
}

const EVENTS: LogEvent[] = [
  message(LOBBY, 3, BOB, "hello"),
  message(LOBBY, 4, ALICE, "hello"),
  message(LOBBY, 5, BOB, "waves", { action: true }),
  message(LOBBY, 6, BOB, "yes", { replyTo: 4 }),
  message(WITH_BOB, 1, BOB, "psst", { via: LOBBY.id }),
  message(LOBBY, 7, BOB, "hello", {
    state: {
      seq: 8,
      editedAt: 1,
      pinned: true,
      reactions: [{ emoji: "👍", people: [ALICE.id, BOB.id] }],
    },
  }),
  message(LOBBY, 9, BOB, "helo"),
  change(LOBBY, 10, BOB, { kind: "edit", target: 9, text: "hello" }),
  membership(LOBBY, 11, BOB, "join"),
];

for (const how of [{ plain: true }, { interactive: false }]) {
  Deno.test(`plain lines are as docs/plain.md promises (${JSON.stringify(how)})`, async () => {
    const rooms = [
      { ...LOBBY, head: 2, you: readState({ read: 2, unread: 1 }) },
      { ...WITH_BOB, you: readState({}) },
    ];
    await chatOnFake({ ...how, rooms }, async ({ tty, connection }) => {
      for (const event of EVENTS) connection.tell({ type: "event", event });
      const presence = { type: "presence", person: BOB, state: "online" } as const;
      connection.tell({ type: "presence", presence });
      tty.type("/numbers on\n");
      await eventually(() => /numbers/i.test(tty.written), "that numbers are on");
      connection.tell({ type: "event", event: message(LOBBY, 12, BOB, "hello") });
      const offline = { state: "offline", reason: "Gone.", retryIn: 1000 } as const;
      connection.tell({ type: "status", status: offline });
      const sent = { id: "x", room: LOBBY.id, text: "hello", action: false };
      const refused = { type: "refused", message: sent, code: "muted", reason: "No." } as const;
      connection.tell(refused);
      tty.type("/nope hello\n");
      await eventually(() => tty.written.includes("!! There is no command"), "the refusal");
      // Presence has the time at which it is told.
      const lines = tty.written.replace(/^\d\d:\d\d -- /gm, "12:00 -- ").split("\n");
      for (const line of await promised()) {
        // What the client says of itself goes on after what the table shows of it.
        const isOwn = line.startsWith("-- You are") || line.startsWith("!!");
        const fits = isOwn
          ? lines.some((each) => each.startsWith(line.slice(0, 6)))
          : lines.includes(line);
        assert.ok(fits, `${line}\nis not in\n${tty.written}`);
      }
      assert.doesNotMatch(tty.written, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
      const beginning = /^(?:\d\d:\d\d (?:[#@]\S+ |-- )|-- |!! | {2,3}\S|$)/;
      for (const line of lines) assert.match(line, beginning);
    });
  });
}
