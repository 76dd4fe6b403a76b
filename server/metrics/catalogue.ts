/**
 * Every metric of the server: its name, its type, what it tells. Threads keep the numbers, each its own;
 * `/metrics` and `parley-server top` are made of this table.
 * @module
 */
import { ERROR_CODES } from "../../shared/errors.ts";

export interface Metric {
  type: "counter" | "gauge" | "histogram";
  help: string;
  /** One number for each value of this label. */
  label?: { name: string; values: readonly string[] };
  /** Of a histogram: upper bounds, in the metric's unit. */
  buckets?: readonly number[];
}

const OUTCOMES = { name: "outcome", values: ["ok", "failed"] } as const;

/** Those that threads count; each is shown with the label `thread`. */
export const THREAD_METRICS = {
  "parley_connections": {
    type: "gauge",
    help: "WebSocket connections.",
  },
  "parley_sessions": {
    type: "gauge",
    help: "Connections that said hello: devices of people who are signed in.",
  },
  "parley_people_online": {
    type: "gauge",
    help: "People with a device connected, as this gateway knows them: the same at each.",
  },
  "parley_rooms_followed": {
    type: "gauge",
    help: "Rooms that somebody at this gateway follows.",
  },
  "parley_waiting_writes": {
    type: "gauge",
    help: "Writes that wait for the store's answer.",
  },
  "parley_deliveries_total": {
    type: "counter",
    help: "Events of rooms handed to connections: events times those who follow the room.",
  },
  "parley_fan_out_sends_total": {
    type: "counter",
    help: "WebSocket messages sent by fan-out; each holds all events of its tick.",
  },
  "parley_slow_readers_total": {
    type: "counter",
    help: "Connections that were cut because too much waited for them.",
  },
  "parley_waiting_bytes": {
    type: "gauge",
    help: "Bytes that wait for connections, because their other end reads slowly or not at all.",
  },
  "parley_gap_repairs_total": {
    type: "counter",
    help: "Times that a room was read from the log because a post was lost.",
  },
  "parley_gap_events_total": {
    type: "counter",
    help: "Events that were read from the log because a post was lost.",
  },
  "parley_refusals_total": {
    type: "counter",
    help: "Requests that were refused, over WebSocket and HTTP, by the error's code.",
    label: { name: "code", values: Object.keys(ERROR_CODES) },
  },
  "parley_store_well": {
    type: "gauge",
    help: "1 if writes are taken, 0 while the store can't save anything.",
  },
  "parley_messages_committed_total": {
    type: "counter",
    help: "Messages that are on the disk.",
  },
  "parley_events_committed_total": {
    type: "counter",
    help: "Events of rooms that are on the disk: messages, edits, joins and all others.",
  },
  "parley_commit_seconds": {
    type: "histogram",
    help: "Time of a transaction, which holds all that waited.",
    buckets: [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  },
  "parley_password_hashes_total": {
    type: "counter",
    help: "Passwords hashed, to check them or to keep the hash: most of what a log-in costs.",
  },
  "parley_hook_deliveries_total": {
    type: "counter",
    help: "Posts to outgoing webhooks.",
    label: OUTCOMES,
  },
  "parley_pushes_total": {
    type: "counter",
    help: "Posts to services of Web Push.",
    label: OUTCOMES,
  },
  "parley_event_loop_lag_seconds": {
    type: "gauge",
    help: "The longest that a timer was late in the last ten seconds.",
  },
  "parley_heap_bytes": {
    type: "gauge",
    help: "JavaScript's heap of the thread.",
  },
  "parley_external_bytes": {
    type: "gauge",
    help: "Memory of the thread outside of that heap: buffers, mostly.",
  },
} as const satisfies Record<string, Metric>;

export type ThreadMetric = keyof typeof THREAD_METRICS;

/** Those of the process as a whole. */
export const PROCESS_METRICS = {
  "parley_info": {
    type: "gauge",
    help: "1, with the version as a label.",
  },
  "parley_thread_ends_total": {
    type: "counter",
    help: "Threads that ended; while the server runs, each for a defect, and another takes over.",
  },
  "process_start_time_seconds": {
    type: "gauge",
    help: "When the server started, in seconds since 1970.",
  },
  "process_resident_memory_bytes": {
    type: "gauge",
    help: "Memory of the process.",
  },
  "process_cpu_seconds_total": {
    type: "counter",
    help: "Time of the processor that the process used.",
  },
} as const satisfies Record<string, Metric>;

/** How many numbers a metric is. */
export function sizeOf({ label, buckets }: Metric): number {
  // A histogram's: one for each bucket, one for what is beyond, the sum.
  if (buckets) return buckets.length + 2;
  return label?.values.length ?? 1;
}
