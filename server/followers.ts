/**
 * The threads of webhooks and Web Push, for which nobody waits: starts them, and starts them again.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { ToFollower } from "./follower.ts";
import { type StartThread, stopThread, type Thread } from "./threads.ts";

const logger = getLogger(["parley", "server"]);

/** Time before a thread that crashed is started again. */
export const RESTART_DELAY = 200;

/** What followers need of the server that they belong to. */
export interface Surroundings {
  startThread: StartThread;
  /** Gives a thread its line to the store. @returns what ends that line. */
  connect(line: MessagePort): () => void;
}

export class Followers {
  readonly #with: Surroundings;
  /** By the folder of their modules. */
  readonly #threads = new Map<string, Thread<ToFollower>>();
  #stopping = false;

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
  }

  /** Started again if it ends by itself. @param name the folder of its module. @param start its start. */
  start(name: "hooks" | "push", start: unknown): void {
    const { startThread, connect } = this.#with;
    const thread = startThread<ToFollower>(name, start);
    const store = new MessageChannel();
    const disconnect = connect(store.port1);
    thread.send({ op: "line", store: store.port2 }, [store.port2]);
    thread.worker.on("error", (error) => logger.error("{error}", { error }));
    thread.worker.once("exit", () => {
      this.#threads.delete(name);
      if (this.#stopping) return;
      logger.error("Thread {name} ended; starting another", { name });
      disconnect();
      setTimeout(() => {
        if (!this.#stopping) this.start(name, start);
      }, RESTART_DELAY);
    });
    this.#threads.set(name, thread);
  }

  /** Lets each finish what is under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#threads.values()].map(stopThread));
  }

  async terminate(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#threads.values()].map(({ worker }) => worker.terminate()));
  }
}
