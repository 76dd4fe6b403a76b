/**
 * The client's binary in a terminal: how soon it is there, and what memory a long talk takes.
 * @module
 */
import { Buffer } from "node:buffer";
import { setTimeout as sleep } from "node:timers/promises";
import type { Sample } from "../figure.ts";
import { Generator } from "../generator/generator.ts";
import { SIGN } from "../generator/mark.ts";
import type { Scenario } from "../scenario.ts";
import { noBinary, PtyClient } from "../screen/pty.ts";
import { parley } from "../subjects/parley.ts";
import { roomNameOf, tokenOf } from "../subjects/prepared_log.ts";
import { oneRoom, type RunningSubject } from "../subjects/subject.ts";

const SENDERS = 5;
const MESSAGES = 200_000;
/** Messages in flight: some 5,000 a second come of that. */
const WINDOW = 20;
/** Milliseconds without a byte after which all is written. */
const QUIET = 1_000;
const subject = { ...parley, name: "parley, binary", missing: noBinary };

/** @param body is handed the client at its start. */
async function withClient<T>(
  body: (client: PtyClient, server: RunningSubject) => Promise<T>,
): Promise<T> {
  const server = await parley.start(oneRoom(SENDERS + 1));
  try {
    const client = new PtyClient(server.url, tokenOf(SENDERS), roomNameOf(0));
    try {
      return await body(client, server);
    } finally {
      await client.stop();
    }
  } finally {
    await server.stop();
  }
}

async function startUp(): Promise<Sample[]> {
  // The first start warms up the disk's cache.
  await withClient((client) => client.writes("● online"));
  return await withClient(async (client) => {
    const started = performance.now();
    await client.writes("> ");
    const first = performance.now() - started;
    await client.writes("● online");
    return [
      { metric: "until the first screen", unit: "ms", value: first },
      { metric: "until it is online", unit: "ms", value: performance.now() - started },
    ];
  });
}

async function memory(): Promise<Sample[]> {
  return await withClient(async (client, server) => {
    await client.writes("● online");
    const before = client.residentMemory();
    await using generator = new Generator();
    await generator.call("open", server.dialect, 1, SENDERS - 1);
    let [shown, bytes, most, quietSince] = [0, 0, 0, 0];
    client.onOutput = (text) => {
      bytes += Buffer.byteLength(text);
      shown += text.split(SIGN).length - 1;
      quietSince = performance.now();
    };
    await generator.call("startFlood", WINDOW);
    while ((await generator.call("count")).acked < MESSAGES) {
      most = Math.max(most, client.residentMemory());
      await sleep(250);
    }
    await generator.call("stopFlood");
    while (performance.now() - quietSince < QUIET) await sleep(QUIET);
    return [
      { metric: "memory with nothing said", unit: "MB", value: before / 1e6 },
      { metric: "memory after 200,000", unit: "MB", value: client.residentMemory() / 1e6 },
      { metric: "most memory", unit: "MB", value: most / 1e6 },
      { metric: "messages shown", unit: "", value: shown },
      { metric: "bytes written for a message", unit: "B", value: bytes / shown },
    ];
  });
}

export const clientStartScenario: Scenario = {
  name: "client-start",
  about: "The client's binary on a pseudo-terminal, from the start of its process.",
  measurements: [{ subject, run: startUp }],
  expected: [{ subject: subject.name, metric: "until the first screen", atMost: 250 }],
};

export const clientMemoryScenario: Scenario = {
  name: "client-memory",
  about:
    "The client's binary on a pseudo-terminal while 200,000 messages come in as fast as they are " +
    "committed: its " +
    "resident memory, and what it writes to the terminal for each.",
  measurements: [{ subject, run: memory }],
  expected: [{ subject: subject.name, metric: "memory after 200,000", atMost: 150 }],
};
