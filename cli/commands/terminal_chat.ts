/**
 * The chat on a terminal: its views, of which one is shown, and the one owner of the terminal.
 * @module
 */
import type { AppEvent } from "../app/events.ts";
import { createState } from "../app/state.ts";
import type { InputEvent } from "../editor/keys.ts";
import { detectLinks } from "../terminal/links.ts";
import { PlainOutput } from "../terminal/plain_output.ts";
import { detectReflow } from "../terminal/reflow.ts";
import { Screen } from "../terminal/screen.ts";
import { Terminal } from "../terminal/terminal.ts";
import { renderBlock } from "../view/block.ts";
import { calendarOf } from "../view/calendar.ts";
import { hitAt, renderFullscreen } from "../view/fullscreen/fullscreen.ts";
import { renderEntry } from "../view/inline.ts";
import { renderPlain } from "../view/plain.ts";
import { createPalette, detectDepth } from "../view/theme.ts";
import type { ChatOptions } from "./chat.ts";
import { ChatRuntime, withinGoodbyeTime } from "./chat_runtime.ts";
import { ByteQueue, feedLines } from "./line_input.ts";

/** Chats until the person leaves. @returns the exit code. */
export async function runOnTerminal(options: ChatOptions): Promise<number> {
  const { connection, tty, plain, view, room, random, env, timeZone } = options;
  const terminal = new Terminal(tty);
  const calendar = calendarOf(timeZone);
  const bytes = new ByteQueue();
  /** Until the terminal has changed from one view to another. */
  let changing = Promise.resolve();
  let suspending = false;
  const screen = new Screen({
    size: () => terminal.size(),
    write: (text) => terminal.write(text),
    lines: (entry, columns) => renderEntry(entry, columns, calendar),
    block: () => renderBlock(runtime.state),
    picture: () =>
      runtime.state.view === "fullscreen" ? renderFullscreen(runtime.state) : undefined,
    failed: () => runtime.finish(1),
    resized: (size) => runtime.dispatch({ type: "resize", ...size }),
    look: {
      palette: createPalette({ depth: detectDepth(env) }),
      reflow: detectReflow(env),
      links: detectLinks(env),
    },
    now: () => performance.now(),
  });
  const lines = new PlainOutput({
    write: (bytes) => changing.then(() => terminal.writeBytes(bytes)),
    lines: (entry) => renderPlain(entry, calendar),
    failed: () => runtime.finish(1),
  });
  const runtime: ChatRuntime = new ChatRuntime(
    connection,
    {
      print: (entries) => runtime.state.plain ? lines.print(entries) : screen.print(entries),
      refresh: (urgent) => runtime.state.plain || screen.refresh(urgent),
      redraw: () => runtime.state.plain || screen.redraw(),
      bell: () => runtime.state.plain || screen.bell(),
      suspend,
      changeView: () => changing = changing.then(changeView),
    },
    createState({
      plain,
      view,
      paintable: true,
      size: terminal.size(),
      now: Date.now(),
      idPrefix: crypto.randomUUID(),
      room,
      random,
      timeZone,
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

  /** What a press of the mouse's first button means. */
  function clickOf(event: InputEvent): AppEvent | undefined {
    if (event.type !== "mouse" || event.action !== "press" || event.button !== 0) return undefined;
    if (runtime.state.view !== "fullscreen") return undefined;
    const on = hitAt(runtime.state, event.column - 1, event.row - 1);
    return on && { type: "click", on };
  }

  /** What waits to be printed is printed in the other view: nothing is lost. */
  async function changeView(): Promise<void> {
    if (!runtime.state.plain) {
      await terminal.setLines(false);
      return screen.resume();
    }
    await screen.pause();
    await terminal.setLines(true);
    lines.print(screen.drain());
  }

  try {
    terminal.open({
      input: (event) => runtime.dispatch(clickOf(event) ?? event),
      bytes: (some) => bytes.push(some),
      resized: () => runtime.state.plain || screen.refresh(true),
      resumed: () => runtime.state.plain || screen.resume(),
      ended: () => runtime.dispatch({ type: "end" }),
      signalled: (code) => runtime.dispatch({ type: "signal", code }),
      farewell: () => screen.farewell(),
    }, plain);
    runtime.start();
    const input = feedLines(runtime, () => bytes.read());
    // A defect in there ends the chat instead of leaving it deaf.
    return await Promise.race([runtime.finished, input.then(() => runtime.finished)]);
  } finally {
    await withinGoodbyeTime(lines.drained());
    await withinGoodbyeTime(screen.close());
    await terminal.close();
    await runtime.stop();
  }
}
