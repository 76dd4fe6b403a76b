/**
 * The metrics of the whole server, gathered from its threads when somebody asks.
 * @module
 */
import process from "node:process";
import { VERSION } from "../../shared/version.ts";
import type { StartThread, ThreadName, ThreadStart } from "../threads.ts";
import { PROCESS_METRICS, THREAD_METRICS, type ThreadMetric } from "./catalogue.ts";
import { expose, type Series } from "./exposition.ts";
import type { Figures } from "./figures.ts";
import { newMemory, readValues } from "./thread.ts";

interface Watched {
  name: string;
  memory: SharedArrayBuffer;
}

export class Metrics {
  readonly #startedAt = Date.now() / 1000;
  readonly #threads = new Set<Watched>();
  /** Counters and histograms of threads that are no more: a counter never falls. */
  readonly #past = new Map<string, Map<ThreadMetric, number[]>>();
  #ends = 0;

  /** Starts threads so that their metrics are known here. @param given what each is started with, too. */
  watching(start: StartThread, given: Omit<ThreadStart, "metrics">): StartThread {
    return <Out>(kind: ThreadName, data: unknown) => {
      const memory = newMemory();
      const thread = start<Out>(kind, { ...data as object, ...given, metrics: memory });
      const watched = { name: this.#nameOf(kind), memory };
      this.#threads.add(watched);
      thread.worker.once("exit", () => this.#forget(watched));
      return thread;
    };
  }

  /** As people look at them. */
  figures(): Figures {
    const { user, system } = process.cpuUsage();
    return {
      at: Date.now(),
      startedAt: this.#startedAt * 1000,
      version: VERSION,
      memory: process.memoryUsage().rss,
      cpuSeconds: (user + system) / 1e6,
      threads: Object.fromEntries(
        [...this.#reports()].map(([name, values]) => [name, Object.fromEntries(values)]),
      ),
    };
  }

  /** As text for Prometheus. */
  text(): string {
    const reports = this.#reports();
    const ofThreads = Object.entries(THREAD_METRICS).map(([name, metric]) =>
      expose(name, metric, seriesOf(name as ThreadMetric, reports))
    );
    const { user, system } = process.cpuUsage();
    const ofProcess: Record<keyof typeof PROCESS_METRICS, Series> = {
      "parley_info": { labels: { version: VERSION }, numbers: [1] },
      "parley_thread_ends_total": { labels: {}, numbers: [this.#ends] },
      "process_start_time_seconds": { labels: {}, numbers: [this.#startedAt] },
      "process_resident_memory_bytes": { labels: {}, numbers: [process.memoryUsage().rss] },
      "process_cpu_seconds_total": { labels: {}, numbers: [(user + system) / 1e6] },
    };
    return [
      ...ofThreads,
      ...Object.entries(PROCESS_METRICS).map(([name, metric]) =>
        expose(name, metric, [ofProcess[name as keyof typeof PROCESS_METRICS]])
      ),
    ].join("");
  }

  /** Those of each thread by its name, with what earlier threads of that name counted. */
  #reports(): Map<string, Map<ThreadMetric, number[]>> {
    const reports = new Map([...this.#past].map(([name, values]) => [name, new Map(values)]));
    for (const { name, memory } of this.#threads) {
      reports.set(name, added(reports.get(name), readValues(memory)));
    }
    return reports;
  }

  #forget(watched: Watched): void {
    this.#threads.delete(watched);
    this.#ends++;
    const counted = new Map(
      [...readValues(watched.memory)].filter(([name]) => THREAD_METRICS[name].type !== "gauge"),
    );
    this.#past.set(watched.name, added(this.#past.get(watched.name), counted));
  }

  /** `store`, but `gateway-2`: the lowest number that is free, so that a successor takes over a name. */
  #nameOf(kind: string): string {
    if (kind !== "gateway") return kind;
    const names = new Set([...this.#threads].map(({ name }) => name));
    let number = 1;
    while (names.has(`${kind}-${number}`)) number++;
    return `${kind}-${number}`;
  }
}

function seriesOf(name: ThreadMetric, reports: Map<string, Map<ThreadMetric, number[]>>): Series[] {
  return [...reports].flatMap(([thread, values]) => {
    const numbers = values.get(name);
    return numbers ? [{ labels: { thread }, numbers }] : [];
  });
}

/** The sums of what two threads counted. */
function added(
  one: ReadonlyMap<ThreadMetric, number[]> | undefined,
  other: ReadonlyMap<ThreadMetric, number[]>,
): Map<ThreadMetric, number[]> {
  const sums = new Map(one);
  for (const [name, numbers] of other) {
    sums.set(name, numbers.map((number, n) => number + (one?.get(name)?.[n] ?? 0)));
  }
  return sums;
}
