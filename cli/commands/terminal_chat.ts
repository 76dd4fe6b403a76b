/**
 * The chat on a terminal: its views, of which one is shown, and the one owner of the terminal.
 * @module
 */
import type { AppEvent } from "../app/events.ts";
import { createState } from "../app/state.ts";
import { DEFAULT_CONFIG } from "../config/options.ts";
import { Notifier } from "../notify/notifier.ts";
import { editorCommand } from "../notify/programs.ts";
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
import { titleOf } from "../view/title.ts";
import type { ChatOptions } from "./chat.ts";
import { ChatRuntime, withinGoodbyeTime } from "./chat_runtime.ts";
import { editExternally } from "./external_editor.ts";
import { ByteQueue, feedLines } from "./line_input.ts";
import { Paints } from "./paints.ts";
import { TitleBar } from "./title_bar.ts";

/** Chats until the person leaves. @returns the exit code. */
export async function runOnTerminal(options: ChatOptions): Promise<number> {
  const { connection, tty, plain, view, room, random, env, timeZone } = options;
  const { config = DEFAULT_CONFIG, files, programs, platform = "linux" } = options;
  const terminal = new Terminal(tty);
  const calendar = calendarOf(timeZone);
  const bytes = new ByteQueue();
  /** Until the terminal has changed from one view to another. */
  let changing = Promise.resolve();
  /** The terminal edits lines itself: what is printed is plain. */
  let inLines = plain;
  let suspending = false;
  const paints = new Paints(env);
  const look = {
    palette: paints.palette(config),
    reflow: detectReflow(env),
    links: detectLinks(env),
  };
  const write = (sequence: string) => {
    // A terminal that takes nothing any more fails where it is painted on.
    if (!inLines) terminal.write(sequence).catch(() => {});
  };
  const title = new TitleBar(write);
  const notifier = new Notifier({
    env,
    platform,
    bell: () => screen.bell(),
    write,
    run: (program) => programs?.start(program),
  });
  const screen = new Screen({
    size: () => terminal.size(),
    write: (text) => terminal.write(text),
    lines: (entry, columns) => renderEntry(entry, columns, calendar),
    block: () => renderBlock(runtime.state),
    picture: () =>
      runtime.state.view === "fullscreen" ? renderFullscreen(runtime.state) : undefined,
    failed: () => runtime.finish(1),
    resized: (size) => runtime.dispatch({ type: "resize", ...size }),
    look,
    now: () => performance.now(),
  });
  const lines = new PlainOutput({
    write: (bytes) => terminal.writeBytes(bytes),
    lines: (entry) => renderPlain(entry, calendar),
    failed: () => runtime.finish(1),
  });
  const runtime: ChatRuntime = new ChatRuntime(
    connection,
    {
      print: (entries) => inLines ? lines.print(entries) : screen.print(entries),
      refresh,
      redraw: () => runtime.state.plain || screen.redraw(),
      alert,
      edit,
      suspend,
      changeView() {
        // At once: nothing more is painted before the terminal is given back.
        const paused = runtime.state.plain ? screen.pause(false) : undefined;
        changing = changing.then(() => paused).then(changeView);
      },
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
      config,
    }),
    Date.now,
    files,
  );

  function refresh(urgent: boolean): void {
    const { state } = runtime;
    if (state.plain) return;
    look.palette = paints.palette(state.config);
    if (state.config.title) title.show(titleOf(state));
    screen.refresh(urgent);
  }

  /** Nothing is painted before it is known on what, but everything else goes on. */
  async function paintOnBackground(): Promise<void> {
    const held = screen.pause();
    paints.background(await terminal.background());
    await held;
    refresh(true);
    if (!suspending) screen.resume();
  }

  function alert(heading: string, text: string): void {
    if (runtime.state.plain) return;
    try {
      notifier.alert(runtime.state.config, heading, text);
    } catch (error) {
      const reason = `No notification: ${(error as Error).message}`;
      runtime.dispatch({ type: "told", tone: "warning", text: reason });
    }
  }

  async function edit(room: string | undefined, draft: string): Promise<void> {
    if (runtime.state.plain || !programs || suspending) return;
    suspending = true;
    try {
      await terminal.lend(() => screen.pause(), async () => {
        const text = await editExternally(draft, editorCommand(env, platform), programs.run);
        runtime.dispatch({ type: "edited", room, text });
      });
    } catch (error) {
      runtime.dispatch({ type: "told", tone: "error", text: (error as Error).message });
    }
    suspending = false;
    title.forget();
    screen.resume();
  }

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
    title.forget();
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
      if (!inLines) return screen.refresh(true);
      await lines.drained();
      inLines = false;
      await terminal.setLines(false);
      return screen.resume();
    }
    await terminal.setLines(true);
    inLines = true;
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
    if (!plain && paints.wantsBackground(config)) paintOnBackground();
    runtime.start();
    const input = feedLines(runtime, () => bytes.read());
    // A defect in there ends the chat instead of leaving it deaf.
    return await Promise.race([runtime.finished, input.then(() => runtime.finished)]);
  } finally {
    title.close();
    await withinGoodbyeTime(lines.drained());
    await withinGoodbyeTime(screen.close());
    await terminal.close();
    await runtime.stop();
  }
}
