/**
 * The load generator as the scenarios see it: a thread, and calls to the {@linkcode Load} in it.
 * @module
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Load } from "./load.ts";

type Operation = {
  [Name in keyof Load]: Load[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof Load];
type Answer<Op extends Operation> = Promise<Awaited<ReturnType<Load[Op]>>>;

export class Generator implements AsyncDisposable {
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url));

  /** One call at a time. @throws {Error} what the thread says went wrong. */
  async call<Op extends Operation>(op: Op, ...args: Parameters<Load[Op]>): Answer<Op> {
    const answer = once(this.#worker, "message");
    this.#worker.postMessage({ op, args });
    const [{ result, error }] = await answer;
    if (error !== undefined) throw new Error(error);
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.call("close");
    await this.#worker.terminate();
  }
}
