/**
 * What people want to see of a running server at a glance: sums over its threads, and rates between two
 * looks.
 * @module
 */
import { THREAD_METRICS, type ThreadMetric } from "./catalogue.ts";

/** One look at a server. Numbers that only grow count from its start. */
export interface Figures {
  /** Milliseconds since 1970. */
  at: number;
  startedAt: number;
  version: string;
  /** Bytes. */
  memory: number;
  /** Of the processor. */
  cpuSeconds: number;
  /** By thread, the metrics that it has. */
  threads: Record<string, Partial<Record<ThreadMetric, number[]>>>;
}

/** Two looks, as a person reads them. */
export interface Glance {
  version: string;
  /** Seconds. */
  up: number;
  well: boolean;
  people: number;
  connections: number;
  rooms: number;
  messagesPerSecond: number;
  deliveriesPerSecond: number;
  refusalsPerSecond: number;
  waitingWrites: number;
  slowReaders: number;
  gapRepairs: number;
  hooks: { ok: number; failed: number };
  pushes: { ok: number; failed: number };
  /** Milliseconds that half of the commits, and all but a hundredth, took at the most; undefined: none. */
  commitP50: number | undefined;
  commitP99: number | undefined;
  /** Milliseconds, of the thread that is worst off. */
  lag: number;
  /** Bytes. */
  memory: number;
  /** 1: one core. */
  cpu: number;
}

function sumOf(figures: Figures, name: ThreadMetric, index?: number): number {
  return Object.values(figures.threads).reduce((sum, values) => {
    const numbers = values[name] ?? [];
    return sum + (index === undefined ? numbers.reduce((a, b) => a + b, 0) : numbers[index] ?? 0);
  }, 0);
}

function greatestOf(figures: Figures, name: ThreadMetric): number {
  return Math.max(0, ...Object.values(figures.threads).map((values) => values[name]?.[0] ?? 0));
}

/** @param before an earlier look, for what is told by the second; without it, since the start. */
export function glance(now: Figures, before?: Figures): Glance {
  const seconds = Math.max(0.001, (now.at - (before?.at ?? now.startedAt)) / 1000);
  const grown = (name: ThreadMetric) =>
    (sumOf(now, name) - (before ? sumOf(before, name) : 0)) / seconds;
  const outcomes = (name: ThreadMetric) => ({
    ok: sumOf(now, name, 0),
    failed: sumOf(now, name, 1),
  });
  const wells = Object.values(now.threads).flatMap((values) => values.parley_store_well ?? []);
  return {
    version: now.version,
    up: Math.round((now.at - now.startedAt) / 1000),
    well: wells.length > 0 && wells.every((well) => well === 1),
    people: greatestOf(now, "parley_people_online"),
    connections: sumOf(now, "parley_connections"),
    rooms: greatestOf(now, "parley_rooms_followed"),
    messagesPerSecond: grown("parley_messages_committed_total"),
    deliveriesPerSecond: grown("parley_deliveries_total"),
    refusalsPerSecond: grown("parley_refusals_total"),
    waitingWrites: sumOf(now, "parley_waiting_writes"),
    slowReaders: sumOf(now, "parley_slow_readers_total"),
    gapRepairs: sumOf(now, "parley_gap_repairs_total"),
    hooks: outcomes("parley_hook_deliveries_total"),
    pushes: outcomes("parley_pushes_total"),
    commitP50: commitTime(now, before, 0.5),
    commitP99: commitTime(now, before, 0.99),
    lag: greatestOf(now, "parley_event_loop_lag_seconds") * 1000,
    memory: now.memory,
    cpu: (now.cpuSeconds - (before?.cpuSeconds ?? 0)) / seconds,
  };
}

/** The bound of the bucket that holds this part of the commits between two looks. */
function commitTime(now: Figures, before: Figures | undefined, part: number): number | undefined {
  const { buckets } = THREAD_METRICS.parley_commit_seconds;
  const counts = [...buckets, Infinity].map((_, n) =>
    sumOf(now, "parley_commit_seconds", n) -
    (before ? sumOf(before, "parley_commit_seconds", n) : 0)
  );
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return undefined;
  let seen = 0;
  const bucket = counts.findIndex((count) => (seen += count) >= part * all);
  return (buckets[bucket] ?? Infinity) * 1000;
}
