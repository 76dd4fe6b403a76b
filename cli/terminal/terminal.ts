/**
 * The single owner of the terminal: raw mode, bracketed paste, cursor, signals, and that all of it is
 * given back whichever way the program ends.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { InputEvent } from "../editor/keys.ts";
import {
  ASK_BACKGROUND,
  BRACKETED_PASTE_OFF,
  BRACKETED_PASTE_ON,
  END_FRAME,
  FOCUS_OFF,
  FOCUS_ON,
  KEEP_TITLE,
  RESET_STYLE,
  RESTORE_TITLE,
  SHOW_CURSOR,
  WRAP_ON,
} from "./ansi.ts";
import { type Decoded, Decoder } from "./decoder.ts";
import type { Tty } from "./tty.ts";

const ENTER = KEEP_TITLE + BRACKETED_PASTE_ON + FOCUS_ON;
/** Whatever a frame cut short may have left, too. */
const LEAVE = RESET_STYLE + BRACKETED_PASTE_OFF + FOCUS_OFF + RESTORE_TITLE + WRAP_ON +
  SHOW_CURSOR +
  END_FRAME;

/** Exit codes of a program that a signal ended: 128 and the signal's number. */
const ENDING_SIGNALS = [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const;

export interface TerminalHandlers {
  input(event: InputEvent): void;
  /** Bytes, while the terminal itself edits lines. */
  bytes(bytes: Uint8Array): void;
  resized(): void;
  /** The process runs again after it was stopped: what is on the screen is not known. */
  resumed(): void;
  /** Input has ended: the terminal is gone. */
  ended(): void;
  /** A signal asks to leave, with this exit code. */
  signalled(code: number): void;
  /** The bytes that clear what is painted, for a crash. */
  farewell(): string;
}

const utf8 = new TextEncoder();

export class Terminal {
  readonly #tty: Tty;
  readonly #decoder = new Decoder();
  #escapeTimer: ReturnType<typeof setTimeout> | undefined;
  #cleanUp: (() => void)[] = [];
  #open = false;
  /** The terminal edits lines itself and gets no control sequence. */
  #lines = false;
  #written: Promise<void> = Promise.resolve();
  /** Another program has the terminal until then. */
  #lent: Promise<void> | undefined;
  /** Takes the terminal's answer to which background it has; none if it tells none. */
  #background: ((colour?: string) => void) | undefined;
  /** Wakes up `suspend` once the process runs again. */
  #continued: (() => void) | undefined;

  constructor(tty: Tty) {
    this.#tty = tty;
  }

  size(): { columns: number; rows: number } {
    return this.#tty.size();
  }

  /**
   * Takes the terminal over. From here on `close` must be called, whatever happens.
   *
   * @param lines the terminal edits lines itself.
   */
  open(handlers: TerminalHandlers, lines = false): void {
    this.#open = true;
    this.#lines = lines;
    const tty = this.#tty;
    for (const [signal, code] of ENDING_SIGNALS) {
      // Ctrl-C in the program that has the terminal is that program's.
      const ours = () => signal !== "SIGINT" || this.#lent === undefined;
      this.#cleanUp.push(tty.onSignal(signal, () => ours() && handlers.signalled(code)));
    }
    this.#cleanUp.push(
      tty.onSignal("SIGWINCH", () => handlers.resized()),
      tty.onSignal("SIGCONT", () => this.#wake(handlers)),
      tty.onCrash(() => this.#crash(handlers.farewell())),
    );
    this.#enter();
    this.#read(handlers);
  }

  /** Writes behind what is being written. @throws if the terminal is gone. */
  write(text: string): Promise<void> {
    return this.writeBytes(utf8.encode(text));
  }

  /** The same. */
  writeBytes(bytes: Uint8Array): Promise<void> {
    const written = this.#written.then(() => this.#tty.write(bytes));
    this.#written = written.catch(() => {});
    return written;
  }

  /** Lets the terminal edit lines itself, as it does without us, or takes each key again. */
  async setLines(lines: boolean): Promise<void> {
    if (lines === this.#lines || !this.#open) return;
    if (lines) {
      await this.write(LEAVE);
      this.#tty.setRaw(false);
    }
    this.#lines = lines;
    this.#enter();
  }

  /**
   * Gives the terminal back and stops the process; takes it again when the process goes on.
   *
   * @throws {Error} if the runtime doesn't permit it; the terminal is then taken again.
   */
  async suspend(): Promise<void> {
    if (!this.#lines) await this.write(LEAVE);
    this.#tty.setRaw(false);
    try {
      const continued = new Promise<void>((resolve) => this.#continued = resolve);
      this.#tty.stopProcess();
      let timer;
      const notStopped = new Promise((resolve) => timer = setTimeout(resolve, limits.stopTime));
      await Promise.race([continued, notStopped]);
      clearTimeout(timer);
    } finally {
      this.#continued = undefined;
      if (this.#open) this.#enter();
    }
  }

  /**
   * Lets another program have the terminal, its keys included, until `run` is done. Must be called by a
   * handler of input, since only then no key is being waited for.
   *
   * @param prepare clears the screen.
   */
  async lend(prepare: () => Promise<void>, run: () => Promise<void>): Promise<void> {
    let back = () => {};
    this.#lent = new Promise((resolve) => back = resolve);
    try {
      await prepare();
      await this.write(LEAVE);
      this.#tty.setRaw(false);
      await run();
    } finally {
      this.#lent = undefined;
      if (this.#open) this.#enter();
      back();
    }
  }

  /** The terminal's background as it names colours (`rgb:1e1e/1e1e/1e1e`), if it tells in time. */
  async background(): Promise<string | undefined> {
    if (this.#lines) return undefined;
    const answered = new Promise<string | undefined>((resolve) => this.#background = resolve);
    let timer;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), limits.backgroundTime);
    });
    this.write(ASK_BACKGROUND).catch(() => {});
    const colour = await Promise.race([answered, late]);
    clearTimeout(timer);
    return colour;
  }

  /** Gives the terminal back for good. Does nothing the second time. */
  async close(): Promise<void> {
    if (!this.#open) return;
    this.#release();
    let timer;
    const late = new Promise((resolve) => timer = setTimeout(resolve, limits.goodbyeTime));
    // A terminal that takes nothing, or is gone, must not keep the program.
    if (!this.#lines) await Promise.race([this.write(LEAVE).catch(() => {}), late]);
    clearTimeout(timer);
    this.#restoreMode();
    this.#tty.stopReading();
  }

  #enter(): void {
    if (this.#lines) return;
    this.#tty.setRaw(true);
    this.write(ENTER).catch(() => {});
  }

  #release(): void {
    this.#open = false;
    clearTimeout(this.#escapeTimer);
    for (const clean of this.#cleanUp.splice(0)) clean();
  }

  /** A terminal that has gone can't be given back. */
  #restoreMode(): void {
    try {
      this.#tty.setRaw(false);
    } catch {
      // It is gone: there is nothing to restore.
    }
  }

  #crash(farewell: string): void {
    if (!this.#open) return;
    this.#release();
    try {
      if (!this.#lines) this.#tty.writeNow(utf8.encode(farewell + LEAVE));
    } catch {
      // The same.
    }
    this.#restoreMode();
  }

  #wake(handlers: TerminalHandlers): void {
    if (this.#continued) return this.#continued();
    if (this.#lent) return;
    // Stopped from elsewhere: the shell has set the terminal to its own liking.
    this.#tty.setRaw(false);
    this.#enter();
    handlers.resumed();
  }

  async #read(handlers: TerminalHandlers): Promise<void> {
    for (;;) {
      await this.#lent;
      const bytes = await this.#nextBytes();
      if (!this.#open) return;
      if (!bytes) return handlers.ended();
      if (this.#lines) {
        handlers.bytes(bytes);
        continue;
      }
      this.#take(this.#decoder.push(bytes), handlers);
      clearTimeout(this.#escapeTimer);
      if (this.#decoder.pending) {
        this.#escapeTimer = setTimeout(
          () => this.#take(this.#decoder.flush(), handlers),
          limits.escapeTime,
        );
      }
    }
  }

  /** A terminal that can't be read any more has ended. */
  async #nextBytes(): Promise<Uint8Array | undefined> {
    try {
      return await this.#tty.read();
    } catch {
      return undefined;
    }
  }

  #take(events: Decoded[], handlers: TerminalHandlers): void {
    for (const event of events) {
      if (event.type !== "answer") handlers.input(event);
      else this.#background?.(event.background);
    }
  }
}
