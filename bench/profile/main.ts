/**
 * `deno task profile`: what the server's threads do at a flood into one room of 500, as a flame graph in
 * docs/images/fan-out.svg. With a folder as argument, the profiles stay there, for a browser's tools.
 * @module
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Generator } from "../generator/generator.ts";
import { SENDERS, WINDOW } from "../scenarios/fan_out.ts";
import { parleyFrom } from "../subjects/parley.ts";
import { oneRoom } from "../subjects/subject.ts";
import { callsOf, flameGraph } from "./flame_graph.ts";

const GRAPH = fileURLToPath(new URL("../../docs/images/fan-out.svg", import.meta.url));
const PROFILED = fileURLToPath(new URL("./server.ts", import.meta.url));
const RECEIVERS = 500;
const WARM_UP = 2_000;
const TIME = 5_000;
/** Time for all threads to write theirs. */
const WRITING = 2_000;
/** Threads that did less are not worth a picture. */
const LEAST_BUSY = 0.02;

const kept = process.argv[2];
const folder = kept ?? mkdtempSync(join(tmpdir(), "parley-profiles-"));
try {
  const program = [process.execPath, "run", "--quiet", "--allow-all", PROFILED] as const;
  const server = await parleyFrom([...program], { PARLEY_PROFILES: folder })
    .start(oneRoom(RECEIVERS + SENDERS));
  try {
    await using generator = new Generator();
    await generator.call("open", server.dialect, RECEIVERS, SENDERS);
    await generator.call("startFlood", WINDOW);
    await sleep(WARM_UP);
    process.kill(server.pid, "SIGUSR1");
    const before = await generator.call("count");
    await sleep(TIME);
    const after = await generator.call("count");
    process.kill(server.pid, "SIGUSR2");
    await sleep(WRITING);
    await generator.call("stopFlood");
    const rate = Math.round((after.deliveries - before.deliveries) / TIME * 1000);
    console.log(`${rate.toLocaleString("en-GB")} deliveries a second while it was looked at.`);
  } finally {
    await server.stop();
  }
  const threads = readdirSync(folder).filter((file) => file.endsWith(".cpuprofile")).sort()
    .map((file) => ({
      name: file.replace(/-\d+\.cpuprofile$/, ""),
      calls: callsOf(JSON.parse(readFileSync(join(folder, file), "utf8"))),
    }))
    .filter(({ calls }) => calls.reduce((sum, { share }) => sum + share, 0) >= LEAST_BUSY);
  writeFileSync(GRAPH, flameGraph(threads));
  execFileSync(process.execPath, ["fmt", "--quiet", GRAPH]);
  console.log(`See ${GRAPH}`);
} finally {
  if (!kept) rmSync(folder, { recursive: true });
}
