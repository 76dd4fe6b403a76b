/**
 * `parley send --follow`: turns lines that come now and then into messages, without changing their order.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { type Clock, sleep } from "../../shared/net/clock.ts";
import { readLines } from "../terminal/read_lines.ts";

const utf8 = new TextEncoder();

/**
 * Gathers the lines of an input to texts for messages: lines that come within `limits.followWait` of the
 * first make one text, as long as it stays below `limits.messageBytes`. What is read and not yet taken is
 * bounded: no more is read then, so that whatever writes has to wait.
 */
export class LineGatherer {
  readonly #clock: Clock;
  #lines: string[] = [];
  #bytes = 0;
  #ended = false;
  #error: { cause: unknown } | undefined;
  /** Something has come, or the end. */
  #came = Promise.withResolvers<void>();
  /** Some was taken. */
  #taken = Promise.withResolvers<void>();

  /** @param signal ends the input: what was read until then is still given out. */
  constructor(read: () => Promise<Uint8Array | undefined>, clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    if (signal.aborted) this.#end();
    signal.addEventListener("abort", () => this.#end());
    this.#read(read).catch((cause) => {
      this.#error = { cause };
      this.#end();
    });
  }

  /** The texts, each once the one before it is dealt with. */
  async *texts(): AsyncGenerator<string> {
    for (;;) {
      if (this.#lines.length === 0 && !this.#ended) await this.#came.promise;
      if (this.#error) throw this.#error.cause;
      if (this.#lines.length === 0) return;
      await this.#fill();
      yield this.#take();
    }
  }

  async #read(read: () => Promise<Uint8Array | undefined>): Promise<void> {
    for await (const line of readLines(read)) {
      if (this.#ended) return;
      this.#lines.push(line);
      this.#bytes += utf8.encode(line).length + 1;
      this.#came.resolve();
      while (this.#isFull && !this.#ended) {
        this.#taken = Promise.withResolvers();
        await this.#taken.promise;
      }
    }
    this.#end();
  }

  get #isFull(): boolean {
    return this.#bytes > limits.messageBytes;
  }

  #end(): void {
    this.#ended = true;
    this.#came.resolve();
    this.#taken.resolve();
  }

  /** Waits for more of the same message. */
  async #fill(): Promise<void> {
    const done = new AbortController();
    const late = sleep(this.#clock, limits.followWait, done.signal).then(() => "late");
    while (!this.#isFull && !this.#ended) {
      this.#came = Promise.withResolvers();
      if (await Promise.race([late, this.#came.promise]) === "late") break;
    }
    done.abort();
  }

  /** As many lines as fit one message, one line at least. */
  #take(): string {
    let size = 0;
    const fits = this.#lines.findIndex((line) =>
      (size += utf8.encode(line).length + 1) > limits.messageBytes + 1
    );
    const taken = this.#lines.splice(0, fits < 0 ? this.#lines.length : Math.max(1, fits));
    this.#bytes = this.#lines.reduce((sum, line) => sum + utf8.encode(line).length + 1, 0);
    if (!this.#ended) this.#came = Promise.withResolvers();
    this.#taken.resolve();
    return taken.join("\n");
  }
}
