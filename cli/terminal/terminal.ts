/**
 * The single owner of the terminal: raw mode, bracketed paste, cursor, signals, and that all of it is
 * given back whichever way the program ends.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { InputEvent } from "../editor/keys.ts";
import {
  BRACKETED_PASTE_OFF,
  BRACKETED_PASTE_ON,
  END_FRAME,
  RESET_STYLE,
  SHOW_CURSOR,
  WRAP_ON,
} from "./ansi.ts";
import { Decoder } from "./decoder.ts";
import type { Tty } from "./tty.ts";

const ENTER = BRACKETED_PASTE_ON;
/** Whatever a frame cut short may have left, too. */
const LEAVE = RESET_STYLE + BRACKETED_PASTE_OFF + WRAP_ON + SHOW_CURSOR + END_FRAME;

/** Exit codes of a program that a signal ended: 128 and the signal's number. */
const ENDING_SIGNALS = [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const;

export interface TerminalHandlers {
  input(event: InputEvent): void;
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
  #written: Promise<void> = Promise.resolve();
  /** Wakes up `suspend` once the process runs again. */
  #continued: (() => void) | undefined;

  constructor(tty: Tty) {
    this.#tty = tty;
  }

  size(): { columns: number; rows: number } {
    return this.#tty.size();
  }

  /** Takes the terminal over. From here on `close` must be called, whatever happens. */
  open(handlers: TerminalHandlers): void {
    this.#open = true;
    const tty = this.#tty;
    for (const [signal, code] of ENDING_SIGNALS) {
      this.#cleanUp.push(tty.onSignal(signal, () => handlers.signalled(code)));
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
    const written = this.#written.then(() => this.#tty.write(utf8.encode(text)));
    this.#written = written.catch(() => {});
    return written;
  }

  /**
   * Gives the terminal back and stops the process; takes it again when the process goes on.
   *
   * @throws {Error} if the runtime doesn't permit it; the terminal is then taken again.
   */
  async suspend(): Promise<void> {
    await this.write(LEAVE);
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

  /** Gives the terminal back for good. Does nothing the second time. */
  async close(): Promise<void> {
    if (!this.#open) return;
    this.#release();
    let timer;
    const late = new Promise((resolve) => timer = setTimeout(resolve, limits.goodbyeTime));
    // A terminal that takes nothing, or is gone, must not keep the program.
    await Promise.race([this.write(LEAVE).catch(() => {}), late]);
    clearTimeout(timer);
    this.#restoreMode();
    this.#tty.stopReading();
  }

  #enter(): void {
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
      this.#tty.writeNow(utf8.encode(farewell + LEAVE));
    } catch {
      // The same.
    }
    this.#restoreMode();
  }

  #wake(handlers: TerminalHandlers): void {
    if (this.#continued) return this.#continued();
    // Stopped from elsewhere: the shell has set the terminal to its own liking.
    this.#tty.setRaw(false);
    this.#enter();
    handlers.resumed();
  }

  async #read(handlers: TerminalHandlers): Promise<void> {
    for (;;) {
      const bytes = await this.#nextBytes();
      if (!this.#open) return;
      if (!bytes) return handlers.ended();
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

  #take(events: InputEvent[], handlers: TerminalHandlers): void {
    for (const event of events) handlers.input(event);
  }
}
