/**
 * One end of a way that may lose what is said, between a node and the hub of the strangers: what is lost shows
 * by its number, at the latest at the next beat, and an end that is gone by its silence. Nothing is said again:
 * then the way is over.
 * @module
 */
import { limits } from "../../shared/limits.ts";

export interface Numbered<Said> {
  /** Counts what was said, this included. */
  n: number;
  /** Undefined: a beat, that nothing else was said. */
  said?: Said;
}

export class NumberedEnd<Said> {
  readonly #publish: (message: Numbered<Said>) => void;
  readonly #now: () => number;
  #said = 0;
  #heard = 0;
  #heardAt: number;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(publish: (message: Numbered<Said>) => void, now: () => number) {
    this.#publish = publish;
    this.#now = now;
    this.#heardAt = now();
  }

  /** True if the other end must be gone. */
  get isSilent(): boolean {
    return this.#now() - this.#heardAt > limits.strangersSilence;
  }

  say(said: Said): void {
    this.#publish({ n: ++this.#said, said });
  }

  /** Says that this end lives. Called every `limits.strangersBeat`. */
  beat(): void {
    this.#publish({ n: this.#said });
  }

  /** Takes what the other end published. @returns false if something before it is missing. */
  take({ n, said }: Numbered<unknown>): boolean {
    this.#heardAt = this.#now();
    if (said !== undefined) this.#heard++;
    return n === this.#heard;
  }
}
