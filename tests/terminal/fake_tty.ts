/**
 * A platform's terminal for tests: its screen is an emulator, its keyboard the test.
 * @module
 */
import type { Tty, TtySignal } from "../../cli/terminal/tty.ts";
import { Emulator, type EmulatorOptions } from "./emulator.ts";

export class FakeTty implements Tty {
  readonly interactive: boolean;
  readonly emulator: Emulator;
  /** All that was written, as text. */
  written = "";
  raw = false;
  /** How often the process was to be stopped; what happens then. */
  stops = 0;
  onStop = () => this.signal("SIGCONT");
  /** Until this resolves the terminal takes nothing, as after Ctrl-S. */
  stuck: Promise<void> | undefined;
  /** Somebody waits for input. */
  waiting = false;
  readonly #background: string | undefined;
  #input: Uint8Array[] = [];
  #ended = false;
  #wake = () => {};
  readonly #signals = new Map<TtySignal, Set<() => void>>();
  readonly #crash = new Set<() => void>();

  constructor(options: EmulatorOptions & { interactive?: boolean; background?: string }) {
    this.#background = options.background;
    this.interactive = options.interactive ?? true;
    this.emulator = new Emulator(options);
    this.emulator.onAnswer((bytes) => this.type(bytes));
  }

  /** Listeners that somebody forgot. */
  get listeners(): number {
    return [...this.#signals.values(), this.#crash].reduce((sum, { size }) => sum + size, 0);
  }

  /** Bytes from the keyboard. */
  type(bytes: string): void {
    this.#input.push(new TextEncoder().encode(bytes));
    this.#wake();
  }

  /** The input ends. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  signal(signal: TtySignal): void {
    for (const listener of this.#signals.get(signal) ?? []) listener();
  }

  crash(): void {
    for (const listener of this.#crash) listener();
  }

  resize(columns: number, rows: number): void {
    this.emulator.resize(columns, rows);
    this.signal("SIGWINCH");
  }

  size(): { columns: number; rows: number } {
    return this.emulator.size;
  }

  setRaw(raw: boolean): void {
    this.raw = raw;
  }

  async read(): Promise<Uint8Array | undefined> {
    while (this.#input.length === 0 && !this.#ended) {
      this.waiting = true;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    this.waiting = false;
    return this.#input.shift();
  }

  stopReading(): void {
    this.end();
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.stuck;
    const text = new TextDecoder().decode(bytes);
    this.written += text;
    // The emulator has no colours of its own to tell of.
    const asked = this.#background !== undefined && text.includes("\x1b]11;?\x07");
    if (asked) this.type(`\x1b]11;${this.#background}\x07`);
    await this.emulator.write(bytes);
  }

  writeNow(bytes: Uint8Array): void {
    this.written += new TextDecoder().decode(bytes);
    this.emulator.write(bytes);
  }

  onSignal(signal: TtySignal, listener: () => void): () => void {
    const listeners = this.#signals.get(signal) ?? new Set();
    this.#signals.set(signal, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  onCrash(listener: () => void): () => void {
    this.#crash.add(listener);
    return () => this.#crash.delete(listener);
  }

  stopProcess(): void {
    this.stops++;
    this.onStop();
  }
}
