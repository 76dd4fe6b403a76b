/**
 * The terminal's title, written when it has changed, and not more often than anybody reads it.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { titleSequence } from "../notify/sequences.ts";

export class TitleBar {
  readonly #write: (sequence: string) => void;
  #shown = "";
  #wanted = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(write: (sequence: string) => void) {
    this.#write = write;
  }

  /** An empty title leaves the terminal its own. */
  show(title: string): void {
    this.#wanted = title;
    if (title === this.#shown) return;
    this.#timer ??= setTimeout(() => this.#flush(), limits.titleInterval);
  }

  /** The terminal was given away: it has its own title again. */
  forget(): void {
    this.#shown = "";
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#wanted === this.#shown) return;
    this.#shown = this.#wanted;
    this.#write(titleSequence(this.#shown));
  }
}
