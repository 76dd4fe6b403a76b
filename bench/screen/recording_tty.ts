/**
 * A terminal that is none: types keys and keeps, with its time, all that the client writes.
 * @module
 */
import type { Tty } from "../../cli/terminal/tty.ts";

export interface Write {
  /** Milliseconds, on the clock of `performance.now`. */
  at: number;
  bytes: Uint8Array;
}

export class RecordingTty implements Tty {
  readonly interactive = true;
  readonly writes: Write[] = [];
  readonly #columns: number;
  readonly #rows: number;
  #reader: ((bytes: Uint8Array | undefined) => void) | undefined;
  #typed: Uint8Array[] = [];

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
  }

  /** Types a text, as bytes that come in one read. @returns when that was. */
  type(text: string): number {
    const bytes = new TextEncoder().encode(text);
    const now = performance.now();
    if (this.#reader) this.#reader(bytes);
    else this.#typed.push(bytes);
    this.#reader = undefined;
    return now;
  }

  size(): { columns: number; rows: number } {
    return { columns: this.#columns, rows: this.#rows };
  }

  read(): Promise<Uint8Array | undefined> {
    const bytes = this.#typed.shift();
    if (bytes) return Promise.resolve(bytes);
    return new Promise((resolve) => this.#reader = resolve);
  }

  stopReading(): void {
    this.#reader?.(undefined);
  }

  write(bytes: Uint8Array): Promise<void> {
    this.writeNow(bytes);
    return Promise.resolve();
  }

  writeNow(bytes: Uint8Array): void {
    this.writes.push({ at: performance.now(), bytes });
  }

  setRaw(): void {}

  onSignal(): () => void {
    return () => {};
  }

  onCrash(): () => void {
    return () => {};
  }

  stopProcess(): void {}
}
