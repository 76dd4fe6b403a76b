/**
 * A terminal in memory: takes the client's bytes, and tells what a person would see.
 * @module
 */
import { Buffer } from "node:buffer";
import type { Terminal } from "@xterm/headless";

// Pooled Buffers make the add-on's tables wrong on Deno 2.8, silently.
Buffer.poolSize = 0;
const { default: xterm } = await import("@xterm/headless");
const { UnicodeGraphemesAddon } = await import("@xterm/addon-unicode-graphemes");

export interface EmulatorOptions {
  columns: number;
  rows: number;
  /** Wraps rows that become too long when it gets narrower, as xterm.js does; cuts them otherwise. */
  reflow?: boolean;
}

export class Emulator {
  readonly #terminal: Terminal;

  constructor({ columns, rows, reflow = true }: EmulatorOptions) {
    this.#terminal = new xterm.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      scrollback: 100_000,
      windowsMode: !reflow,
    });
    this.#terminal.loadAddon(new UnicodeGraphemesAddon());
  }

  /** What the terminal answers to questions about itself. */
  onAnswer(listener: (bytes: string) => void): void {
    this.#terminal.onData(listener);
  }

  get size(): { columns: number; rows: number } {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /** Resolves once the bytes show. */
  write(bytes: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(bytes, resolve));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** The rows on the screen, without the blanks at their ends. */
  screen(): string[] {
    const { baseY } = this.#terminal.buffer.active;
    return this.#rows(baseY, baseY + this.#terminal.rows);
  }

  /** The same for the scrollback and the screen. */
  everything(): string[] {
    return this.#rows(0, this.#terminal.buffer.active.length);
  }

  /** Scrollback and screen as one text: rows that the terminal itself wrapped are joined again. */
  text(): string {
    const buffer = this.#terminal.buffer.active;
    let text = "";
    for (let index = 0; index < buffer.length; index++) {
      const line = buffer.getLine(index)!;
      text += (index === 0 || line.isWrapped ? "" : "\n") + line.translateToString(true);
    }
    return text;
  }

  get cursor(): { row: number; column: number } {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    return { row: cursorY, column: cursorX };
  }

  /** The alternate screen shows, which has no scrollback. */
  get alternate(): boolean {
    return this.#terminal.buffer.active.type === "alternate";
  }

  /** Clicks and the wheel are reported. */
  get mouse(): boolean {
    return this.#terminal.modes.mouseTrackingMode !== "none";
  }

  get bracketedPaste(): boolean {
    return this.#terminal.modes.bracketedPasteMode;
  }

  get wraps(): boolean {
    return this.#terminal.modes.wraparoundMode;
  }

  dispose(): void {
    this.#terminal.dispose();
  }

  #rows(from: number, to: number): string[] {
    const buffer = this.#terminal.buffer.active;
    return Array.from(
      { length: to - from },
      // Without reflow the rows keep what is beyond the last column, and nobody sees it.
      (_, index) =>
        buffer.getLine(from + index)!.translateToString(true, 0, this.#terminal.cols).trimEnd(),
    );
  }
}
