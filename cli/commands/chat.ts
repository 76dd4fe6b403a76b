/**
 * The chat: app, view, terminal and connection put together, on a terminal or in a pipe.
 * @module
 */
import type { ChatConnection } from "../../shared/connection.ts";
import { createState, type ViewName } from "../app/state.ts";
import { PlainOutput } from "../terminal/plain_output.ts";
import type { Tty } from "../terminal/tty.ts";
import { calendarOf } from "../view/calendar.ts";
import { renderPlain } from "../view/plain.ts";
import type { Config } from "../config/options.ts";
import type { Program } from "../notify/programs.ts";
import { ChatRuntime, type Files } from "./chat_runtime.ts";
import { feedLines } from "./line_input.ts";
import { runOnTerminal } from "./terminal_chat.ts";

/** The environment variables that the chat looks at. */
export const CHAT_ENVIRONMENT = [
  "TERM",
  "COLORTERM",
  "NO_COLOR",
  "TERM_PROGRAM",
  "TMUX",
  "STY",
  "XTERM_VERSION",
  "COLORFGBG",
  "LC_TERMINAL",
  "KITTY_WINDOW_ID",
  "WEZTERM_PANE",
  "DISPLAY",
  "WAYLAND_DISPLAY",
  "SSH_CONNECTION",
  "VISUAL",
  "EDITOR",
] as const;

export interface ChatOptions {
  /** Not started yet. */
  connection: ChatConnection;
  tty: Tty;
  /** One line a message and no control sequences; so it is anyway where there is no terminal. */
  plain: boolean;
  /** Otherwise: the view to begin with; inline if absent. */
  view?: Exclude<ViewName, "plain">;
  /** Name of the room to open first. */
  room?: string;
  /** Meet a stranger, and do nothing else. */
  random?: boolean;
  /** Those of {@linkcode CHAT_ENVIRONMENT} that are set. */
  env: Readonly<Record<string, string | undefined>>;
  /** IANA name of the zone in which to tell times; the system's if absent. */
  timeZone?: string;
  /** As `process.platform` names it. */
  platform?: string;
  config?: Config;
  /** On a terminal. */
  files?: Files;
  /** The default runs none. */
  programs?: Programs;
}

/** Other programs. @throws {Error} if they can't be started. */
export interface Programs {
  /** Starts one that nobody waits for. */
  start(program: Program): void;
  /** Runs one on this terminal. @returns its exit code. */
  run(command: readonly string[]): Promise<number>;
}

/** Chats until the person leaves or input ends. @returns the exit code. */
export function runChat(options: ChatOptions): Promise<number> {
  const piped = !options.tty.interactive || options.env.TERM === "dumb";
  return piped ? runPiped(options) : runOnTerminal(options);
}

async function runPiped(
  { connection, tty, room, random, timeZone }: ChatOptions,
): Promise<number> {
  const calendar = calendarOf(timeZone);
  const output = new PlainOutput({
    write: (bytes) => tty.write(bytes),
    lines: (entry) => renderPlain(entry, calendar),
    // Nobody reads any more: there is nobody to chat for.
    failed: () => runtime.finish(0),
  });
  const runtime: ChatRuntime = new ChatRuntime(
    connection,
    {
      print: (entries) => output.print(entries),
      refresh: () => {},
      redraw: () => {},
      alert: () => {},
      edit: () => {},
      suspend: () => {},
      changeView: () => {},
    },
    createState({
      plain: true,
      size: tty.size(),
      now: Date.now(),
      idPrefix: crypto.randomUUID(),
      room,
      random,
      timeZone,
    }),
    Date.now,
  );

  async function readInput(): Promise<void> {
    await feedLines(runtime, () => tty.read());
    if (!runtime.state.ended) runtime.dispatch({ type: "end" });
  }

  try {
    runtime.start();
    const input = readInput();
    // A defect in there ends the chat instead of leaving it deaf.
    return await Promise.race([runtime.finished, input.then(() => runtime.finished)]);
  } finally {
    await output.drained();
    await runtime.stop();
    tty.stopReading();
  }
}
