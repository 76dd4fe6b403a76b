/**
 * Searches in a long log: a million messages in hundreds of rooms, over HTTP, one search after the other.
 * @module
 */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { latencySamples, type Sample } from "../figure.ts";
import { folderOnDisk } from "../machine.ts";
import type { Scenario } from "../scenario.ts";
import { parley, startOn } from "../subjects/parley.ts";
import { SearchedLog, wordOf } from "./searched_log.ts";

/** Searches of each kind that are measured, after as many again that warm up. */
const SEARCHES = 100;

/** What is searched for, by how it is called in the results; `n` makes each another one. */
const KINDS: Record<string, (n: number) => Record<string, string>> = {
  "commonest words": (n) => ({ query: wordOf(n % 5) }),
  "commonest words by rank": (n) => ({
    query: `${wordOf(n % 5)} ${wordOf(5 + n % 5)}`,
    sort: "rank",
  }),
  "two words": (n) => ({ query: `${wordOf(20 + n)} ${wordOf(n % 40)}` }),
  "five rare words": (n) => ({ query: [0, 1, 2, 3, 4].map((k) => wordOf(300 + n + k)).join(" ") }),
  "phrase": (n) => ({ query: `"${wordOf(n)} ${wordOf(n + 1)}"` }),
  "beginning": (n) => ({ query: `${wordOf(n).slice(0, 1 + n % 4)}*` }),
  "in a small room": (n) => ({ query: `${wordOf(n % 20)} in:own${n}` }),
  "from a person, with a time": (n) => ({
    query: `${wordOf(n % 20)} from:author${n} after:2024-03-01 before:2024-09-01`,
  }),
};

/** Log and index, by the number of messages: made once for all runs and removed at the end. */
const prepared = new Map<number, Promise<SearchedLog>>();

function prepare(messages: number): Promise<SearchedLog> {
  let log = prepared.get(messages);
  if (!log) {
    const folder = mkdtempSync(join(folderOnDisk(), "parley-bench-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    prepared.set(messages, log = SearchedLog.write(folder, messages));
  }
  return log;
}

async function search(messages: number): Promise<Sample[]> {
  const { folder, token, seconds } = await prepare(messages);
  const server = await startOn((to) => cpSync(folder, to, { recursive: true }));
  try {
    const headers = { authorization: `Bearer ${token}` };
    const timed = async (fields: Record<string, string>): Promise<number> => {
      const url = `${server.url}/v1/search?${new URLSearchParams(fields)}`;
      const start = performance.now();
      const response = await fetch(url, { headers });
      const text = await response.text();
      if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
      return performance.now() - start;
    };
    const samples: Sample[] = [];
    const all: number[] = [];
    for (const [name, ask] of Object.entries(KINDS)) {
      const times: number[] = [];
      for (let n = 0; n < SEARCHES; n++) await timed(ask(n));
      for (let n = 0; n < SEARCHES; n++) times.push(await timed(ask(n)));
      samples.push(...latencySamples(name, Float64Array.from(times)));
      all.push(...times);
    }
    return [
      ...latencySamples("all searches", Float64Array.from(all)),
      ...samples,
      { metric: "indexing", unit: "1/s", value: messages / seconds },
    ];
  } finally {
    await server.stop();
  }
}

function scenario(name: string, messages: number, expected: number, large?: true): Scenario {
  return {
    name,
    large,
    about:
      `${messages / 1e6} M messages in 300 rooms, 200 of which the one who searches may read; ` +
      "one search after the other over HTTP, a page of 100 hits each; and how fast the index is made.",
    measurements: [{ subject: parley, run: () => search(messages) }],
    expected: [{ subject: parley.name, metric: "all searches p99", atMost: expected }],
  };
}

export const search1m = scenario("search-1m", 1e6, 50);
export const search10m = scenario("search-10m", 1e7, 250, true);
