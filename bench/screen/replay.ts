/**
 * Finds out, from what the client wrote, when each typed character stood on the screen: by a terminal
 * emulator, afterwards, so that it costs the client nothing.
 * @module
 */
import xterm from "@xterm/headless";
import type { Write } from "./recording_tty.ts";

/** A key that was typed, and the draft that the screen has to show for it. */
export interface Key {
  at: number;
  draft: string;
}

const PROMPT = "> ";

/**
 * Milliseconds from each key to the write after which the screen showed its draft.
 *
 * @throws {Error} if a draft never showed.
 */
export async function replay(
  writes: readonly Write[],
  keys: readonly Key[],
  { columns, rows }: { columns: number; rows: number },
): Promise<number[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const times: number[] = [];
  for (const { at, bytes } of writes) {
    await new Promise<void>((resolve) => terminal.write(bytes, resolve));
    const { active } = terminal.buffer;
    const row = active.getLine(active.baseY + active.cursorY)?.translateToString(true) ?? "";
    for (;;) {
      const next = keys[times.length];
      // One frame may show several keys: a longer draft shows all that it starts with.
      if (!next || next.at > at || !row.startsWith(PROMPT + next.draft)) break;
      times.push(at - next.at);
    }
  }
  terminal.dispose();
  if (times.length === keys.length) return times;
  throw new Error(`The screen never showed the draft ${keys[times.length].draft}.`);
}
