/**
 * The chat: app, view, terminal and connection put together, on a terminal or in a pipe.
 * @module
 */
import type { ChatConnection } from "../../shared/connection.ts";
import { createState } from "../app/state.ts";
import { PlainOutput } from "../terminal/plain_output.ts";
import { readLines } from "../terminal/read_lines.ts";
import { detectReflow } from "../terminal/reflow.ts";
import { Screen } from "../terminal/screen.ts";
import { Terminal } from "../terminal/terminal.ts";
import type { Tty } from "../terminal/tty.ts";
import { renderBlock } from "../view/block.ts";
import { createCalendar } from "../view/calendar.ts";
import { renderEntry } from "../view/inline.ts";
import { renderPlain } from "../view/plain.ts";
import { detectColours } from "../view/theme.ts";
import { limits } from "../../shared/limits.ts";
import { ChatRuntime, withinGoodbyeTime } from "./chat_runtime.ts";

/** The environment variables that the chat looks at. */
export const CHAT_ENVIRONMENT = [
  "TERM",
  "COLORTERM",
  "NO_COLOR",
  "TERM_PROGRAM",
  "TMUX",
  "STY",
  "XTERM_VERSION",
] as const;

export interface ChatOptions {
  /** Not started yet. */
  connection: ChatConnection;
  tty: Tty;
  /** One line a message and no control sequences; so it is anyway where there is no terminal. */
  plain: boolean;
  /** Name of the room to open first. */
  room?: string;
  /** Meet a stranger, and do nothing else. */
  random?: boolean;
  /** Those of {@linkcode CHAT_ENVIRONMENT} that are set. */
  env: Readonly<Record<string, string | undefined>>;
}

/** Chats until the person leaves or input ends. @returns the exit code. */
export function runChat(options: ChatOptions): Promise<number> {
  const plain = options.plain || !options.tty.interactive || options.env.TERM === "dumb";
  return plain ? runPlain(options) : runInline(options);
}

async function runInline({ connection, tty, room, random, env }: ChatOptions): Promise<number> {
  const terminal = new Terminal(tty);
  const calendar = createCalendar();
  let suspending = false;
  const screen = new Screen({
    size: () => terminal.size(),
    write: (text) => terminal.write(text),
    lines: (entry, columns) => renderEntry(entry, columns, calendar),
    block: () => renderBlock(runtime.state),
    failed: () => runtime.finish(1),
    resized: (size) => runtime.dispatch({ type: "resize", ...size }),
    look: { colours: detectColours(env), reflow: detectReflow(env) },
    now: () => performance.now(),
  });
  const runtime: ChatRuntime = new ChatRuntime(
    connection,
    {
      print: (entries) => screen.print(entries),
      refresh: (urgent) => screen.refresh(urgent),
      redraw: () => screen.redraw(),
      bell: () => screen.bell(),
      suspend,
    },
    createState({
      plain: false,
      size: terminal.size(),
      now: Date.now(),
      idPrefix: crypto.randomUUID(),
      room,
      random,
    }),
    Date.now,
  );

  async function suspend(): Promise<void> {
    if (suspending) return;
    suspending = true;
    await screen.pause();
    try {
      await terminal.suspend();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      runtime.dispatch({ type: "unsuspendable", reason });
    }
    suspending = false;
    screen.resume();
  }

  try {
    terminal.open({
      input: (event) => runtime.dispatch(event),
      resized: () => screen.refresh(true),
      resumed: () => screen.resume(),
      ended: () => runtime.dispatch({ type: "end" }),
      signalled: (code) => runtime.dispatch({ type: "signal", code }),
      farewell: () => screen.farewell(),
    });
    runtime.start();
    return await runtime.finished;
  } finally {
    await withinGoodbyeTime(screen.pause());
    await terminal.close();
    await runtime.stop();
  }
}

async function runPlain({ connection, tty, room, random }: ChatOptions): Promise<number> {
  const calendar = createCalendar();
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
      bell: () => {},
      suspend: () => {},
    },
    createState({
      plain: true,
      size: tty.size(),
      now: Date.now(),
      idPrefix: crypto.randomUUID(),
      room,
      random,
    }),
    Date.now,
  );

  /** Takes lines no faster than they can be sent, and none before it is known where they go. */
  async function readInput(): Promise<void> {
    for await (const text of readLines(() => tty.read())) {
      await runtime.until(({ current, pair, pending, waiting, you, ended, status }) =>
        ended || status.state === "closed" ||
        (you !== undefined && waiting.length < limits.pipedLines &&
          (current !== undefined || pair !== undefined || Object.keys(pending).length === 0))
      );
      if (runtime.state.ended) return;
      runtime.dispatch({ type: "line", text });
    }
    runtime.dispatch({ type: "end" });
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
