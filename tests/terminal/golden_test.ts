/**
 * Each view at several sizes, held against screens that are kept as text. With UPDATE_GOLDEN=1 they are
 * written anew: look at the difference before it is committed.
 * @module
 */
import assert from "node:assert/strict";
import {
  ALICE,
  BOB,
  CAROL,
  change,
  DEV,
  LOBBY,
  membership,
  message,
  readState,
  WITH_BOB,
} from "../../cli/app/testing/fixtures.ts";
import { eventually } from "../support/wait.ts";
import { type ChatOnFake, chatOnFake } from "./chat_on_fake.ts";

const SIZES = [[120, 36], [80, 24], [40, 10], [20, 10]] as const;

const ROOMS = [
  { ...LOBBY, topic: "Welcome · say hello", head: 2, you: readState({ read: 1, unread: 1 }) },
  { ...DEV, head: 0, you: readState({}) },
  WITH_BOB,
];

const TALK = [
  membership(LOBBY, 1, BOB, "create"),
  message(LOBBY, 2, BOB, "Good morning! Who has seen *the* `build`?"),
  message(LOBBY, 3, CAROL, "It fails here:\n```ts\nconst x = 1;\nif (x) throw x;\n```"),
  message(LOBBY, 4, ALICE, "That is mine. I look into it, and I tell you by noon.", { replyTo: 2 }),
  message(LOBBY, 5, BOB, "> it fails\n\n**thanks**, @alice, see https://example.org/build/7", {
    mentions: [ALICE.id],
  }),
  message(LOBBY, 6, CAROL, "- one thing\n- another 漢字 and 👍🏽\n- שלום to all"),
  change(LOBBY, 7, ALICE, { kind: "react", target: 5, emoji: "👍", on: true }),
  change(LOBBY, 8, BOB, {
    kind: "edit",
    target: 2,
    text: "Good morning! Who has seen the `build`?",
  }),
];

/** Lets the same things happen in every view. */
async function talk({ tty, connection }: ChatOnFake): Promise<void> {
  for (const event of TALK) connection.tell({ type: "event", event });
  connection.says(BOB, "elsewhere", DEV);
  connection.says(BOB, "@alice psst", WITH_BOB);
  tty.type("a draft ");
  await eventually(() => /> a draft/.test(tty.emulator.screen().join("\n")), "the draft");
}

async function holds(name: string, shown: string): Promise<void> {
  const file = new URL(`golden/${name}.txt`, import.meta.url);
  if (Deno.env.get("UPDATE_GOLDEN") === "1") await Deno.writeTextFile(file, shown);
  assert.equal(shown, await Deno.readTextFile(file), `${name}: UPDATE_GOLDEN=1 writes it anew`);
}

const online = { people: [ALICE, { ...BOB, away: true }, CAROL], total: 3 };

for (const view of ["inline", "fullscreen"] as const) {
  for (const [columns, rows] of SIZES) {
    Deno.test(`the ${view} view at ${columns}×${rows} looks as it did`, async () => {
      const answers = { "online": () => online };
      await chatOnFake({ columns, rows, view, rooms: ROOMS, answers }, async (chat) => {
        await talk(chat);
        const { row, column } = chat.tty.emulator.cursor;
        const screen = chat.tty.emulator.screen();
        await holds(
          `${view}-${columns}x${rows}`,
          [...screen, `cursor in row ${row + 1}, column ${column + 1}`, ""].join("\n"),
        );
      });
    });
  }
}
