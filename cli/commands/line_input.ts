/**
 * Lines from a pipe, or from a terminal that edits them itself, on their way into the app.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { readLines } from "../terminal/read_lines.ts";
import { isEntering } from "../app/sending.ts";
import type { ChatRuntime } from "./chat_runtime.ts";

/** Takes lines no faster than they can be sent, and none before it is known where they go. */
export async function feedLines(
  runtime: ChatRuntime,
  read: () => Promise<Uint8Array | undefined>,
): Promise<void> {
  for await (const text of readLines(read)) {
    await runtime.until(({ current, pair, pending, waiting, you, ended, status }) =>
      ended || status.state === "closed" ||
      // What follows a line that enters a room is meant for it.
      (you !== undefined && !isEntering({ pending }) && waiting.length < limits.pipedLines &&
        (current !== undefined || pair !== undefined || Object.keys(pending).length === 0))
    );
    if (runtime.state.ended) return;
    runtime.dispatch({ type: "line", text });
  }
}

/** Bytes that wait to be read. */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  #wake = () => {};

  push(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#wake();
  }

  async read(): Promise<Uint8Array> {
    while (this.#chunks.length === 0) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    return this.#chunks.shift()!;
  }
}
