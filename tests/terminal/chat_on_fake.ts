/**
 * The whole client on a terminal in memory and a connection of the test's own.
 * @module
 */
import { type ChatOptions, runChat } from "../../cli/commands/chat.ts";
import type { Room } from "../../shared/protocol/mod.ts";
import { eventually } from "../support/wait.ts";
import type { EmulatorOptions } from "./emulator.ts";
import { FakeConnection } from "./fake_connection.ts";
import { FakeTty } from "./fake_tty.ts";

export interface ChatOnFake {
  tty: FakeTty;
  connection: FakeConnection;
  /** The exit code, once the chat has ended. */
  exit: Promise<number>;
  /** Waits until the screen shows this somewhere. */
  shows(text: string | RegExp): Promise<void>;
}

export interface FakeOptions extends Partial<EmulatorOptions> {
  rooms?: Room[];
  interactive?: boolean;
  plain?: boolean;
  view?: "inline" | "fullscreen";
  /** What the server answers. */
  answers?: FakeConnection["answers"];
  env?: Record<string, string>;
  config?: ChatOptions["config"];
  programs?: ChatOptions["programs"];
  /** What the terminal says that its background is. */
  answersBackground?: string;
}

/** Runs `test` in a chat that has just gone online, and ends the chat. */
export async function chatOnFake(
  { columns = 80, rows = 24, reflow, rooms, interactive, plain = false, view, answers, ...more }:
    FakeOptions,
  test: (chat: ChatOnFake) => Promise<void>,
): Promise<void> {
  const { config, programs, answersBackground } = more;
  const tty = new FakeTty({ columns, rows, reflow, interactive, background: answersBackground });
  const connection = new FakeConnection(rooms);
  connection.answers = answers ?? {};
  const reflowing = reflow === false ? { TERM: "linux" } : { TERM_PROGRAM: "vscode" };
  const env = { TERM: "xterm-256color", ...reflowing, ...more.env };
  const exit = runChat({ connection, tty, plain, view, env, timeZone: "UTC", config, programs });
  const shows = (text: string | RegExp) =>
    eventually(() => {
      const screen = tty.emulator.screen().join("\n");
      return typeof text === "string" ? screen.includes(text) : text.test(screen);
    }, `the screen to show ${text}, it shows\n${tty.emulator.screen().join("\n")}`);
  await eventually(() => connection.started, "the chat to go online");
  try {
    await test({ tty, connection, exit, shows });
  } finally {
    tty.signal("SIGTERM");
    tty.end();
    await exit;
    tty.emulator.dispose();
  }
}
