/**
 * Entries as plain lines into a pipe or a file, never faster than it takes them.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { Entry } from "../app/entry.ts";
import { CONTROLS } from "./ansi.ts";

export interface PlainOutputOptions {
  /** Resolves once the bytes are taken. */
  write(bytes: Uint8Array): Promise<void>;
  lines(entry: Entry): string[];
  /** Nobody takes anything any more. Nothing is written after that. */
  failed(): void;
}

const utf8 = new TextEncoder();

export class PlainOutput {
  readonly #options: PlainOutputOptions;
  #queue: Entry[] = [];
  #leftOut = 0;
  #writing: Promise<void> | undefined;
  #failed = false;

  constructor(options: PlainOutputOptions) {
    this.#options = options;
  }

  print(entries: readonly Entry[]): void {
    if (this.#failed) return;
    this.#queue.push(...entries);
    const over = this.#queue.length - limits.printQueue;
    if (over > 0) {
      this.#queue.splice(0, over);
      this.#leftOut += over;
    }
    this.#writing ??= this.#write();
  }

  /** Resolves once all is written, or nobody takes it any more. */
  async drained(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#queue.length > 0) {
      try {
        await this.#options.write(utf8.encode(this.#take()));
      } catch {
        this.#failed = true;
        this.#queue = [];
        this.#options.failed();
      }
    }
    this.#writing = undefined;
  }

  #take(): string {
    const lines = this.#queue.splice(0, limits.frameEntries).flatMap(this.#options.lines);
    if (this.#leftOut > 0) lines.unshift(`!! ${this.#leftOut} lines left out: not read in time.`);
    this.#leftOut = 0;
    return lines.map((line) => line.replace(CONTROLS, "\ufffd") + "\n").join("");
  }
}
