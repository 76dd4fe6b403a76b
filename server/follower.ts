/**
 * A thread that follows the rooms over a line to the store, apart from what people wait for.
 * @module
 */
import process from "node:process";
import { type MessagePort, parentPort } from "node:worker_threads";

export type ToFollower =
  /** The line to the store, which is like a gateway's: the first message. */
  | { op: "line"; store: MessagePort }
  | { op: "stop" };

/** Serves as such a thread. @param run starts its work; what it gives ends it. */
export function follow(run: (line: MessagePort) => Promise<() => Promise<void>>): void {
  let stop: Promise<() => Promise<void>> | undefined;
  parentPort!.on("message", async (message: ToFollower) => {
    if (message.op === "line") {
      stop = run(message.store);
    } else {
      await (await stop)?.();
      process.exit(0);
    }
  });
}
