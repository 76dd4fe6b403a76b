/**
 * What one node at a time does for all of a cluster, by an advisory lock: when that one dies, or loses its
 * connection to the database, another goes on.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { setTimeout as sleep } from "node:timers/promises";
import { limits } from "../../../shared/limits.ts";
import { LOCKS } from "./locks.ts";
import { LockSession } from "./lock_session.ts";

const logger = getLogger(["parley", "postgres"]);

type End = () => void | Promise<void>;

/**
 * Does work whenever this node is the one.
 *
 * @param work begins it; what it gives ends it. It is told how to let another node be the one.
 * @param isAble false while this node had better not be the one.
 * @returns ends it for good.
 */
export function onOneNode(
  url: string,
  lock: keyof typeof LOCKS,
  work: (resign: () => void) => End | Promise<End>,
  isAble: () => boolean = () => true,
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  /** The database can't be reached, and the log says so. */
  let unwell = false;

  const turn = async () => {
    let lost = () => {};
    const over = new Promise<void>((resolve) => lost = resolve);
    signal.addEventListener("abort", lost);
    const session = await LockSession.open(url, lost);
    unwell = false;
    try {
      while (!isAble() || !await session.lock(LOCKS[lock])) {
        await sleep(limits.turnInterval, undefined, { signal });
      }
      const end = await work(lost);
      await over;
      await end();
    } finally {
      signal.removeEventListener("abort", lost);
      await session.close();
    }
  };

  const turns = (async () => {
    while (!signal.aborted) {
      try {
        await turn();
      } catch (error) {
        if (signal.aborted) return;
        if (!unwell) logger.warning("Work for all nodes has to wait: {error}", { error });
        unwell = true;
        await sleep(limits.turnInterval, undefined, { signal }).catch(() => {});
      }
    }
  })();

  return async () => {
    stopping.abort();
    await turns;
  };
}
