/**
 * Counts and times what a log commits, without its noticing.
 * @module
 */
import { THREAD_METRICS } from "../metrics/catalogue.ts";
import { Histogram } from "../metrics/histogram.ts";
import type { Values } from "../metrics/thread.ts";
import type { Log } from "./log.ts";

/** Counts from now on. @returns what reads the counts. */
export function countCommits(log: Log): () => Values {
  const times = new Histogram(THREAD_METRICS.parley_commit_seconds.buckets);
  let events = 0;
  let messages = 0;
  const commit = log.commit.bind(log);
  log.commit = async (writes, now) => {
    const began = performance.now();
    const committed = await commit(writes, now);
    times.note((performance.now() - began) / 1000);
    events += committed.events.length;
    for (const { kind } of committed.events) if (kind === "message") messages++;
    return committed;
  };
  return () => ({
    "parley_messages_committed_total": messages,
    "parley_events_committed_total": events,
    "parley_commit_seconds": times.numbers,
  });
}
