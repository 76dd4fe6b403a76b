/**
 * The terminal's input, still there for a question when the chat has given it up.
 * @module
 */
import type { Tty } from "../terminal/tty.ts";

/** What the chat has asked for and not waited for stays under way, and would swallow the answer. */
export class KeptInput {
  /** For the chat. */
  readonly tty: Tty;
  readonly #input: Tty;
  readonly #stopped = Promise.withResolvers<undefined>();
  #underWay: Promise<Uint8Array | undefined> | undefined;

  constructor(input: Tty) {
    this.#input = input;
    this.tty = {
      ...input,
      read: () => Promise.race([this.#read(), this.#stopped.promise]),
      stopReading: () => this.#stopped.resolve(undefined),
    };
  }

  /** The line that is typed next; `""` at the end of input. */
  async line(): Promise<string> {
    return new TextDecoder().decode(await this.#read()).trim();
  }

  #read(): Promise<Uint8Array | undefined> {
    this.#underWay ??= this.#input.read().finally(() => this.#underWay = undefined);
    return this.#underWay;
  }
}
