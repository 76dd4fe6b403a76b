/**
 * Parley as a cluster: nodes of one PostgreSQL and one NATS, all on this machine, with the connections spread
 * over them.
 * @module
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { NatsServer, WITHOUT_NATS } from "../../tests/support/nats.ts";
import { Cluster, WITHOUT_POSTGRES } from "../../tests/support/postgres.ts";
import { VERSION } from "../../shared/version.ts";
import { folderOnDisk } from "../machine.ts";
import { FROM_SOURCE, type RunningParley, startOn, writeWorld } from "./parley.ts";
import type { RunningSubject, Subject, World } from "./subject.ts";

/** @param count of nodes; one is the server alone on PostgreSQL. */
export function parleyNodes(count: number): Subject {
  return {
    name: count === 1 ? "parley, PostgreSQL" : `parley, ${count} nodes`,
    version: () => VERSION,
    missing: () => WITHOUT_POSTGRES ?? WITHOUT_NATS,
    start: (world) => start(count, world),
  };
}

async function start(count: number, world: World): Promise<RunningSubject> {
  const postgres = await Cluster.start();
  const nats = await NatsServer.start();
  const nodes: RunningParley[] = [];
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await nats.kill();
    await postgres.remove();
  };
  try {
    const database = await postgres.create();
    const rooms = await fill(database, world);
    const shared = ["--database", database, ...count === 1 ? [] : ["--broker", nats.url]];
    for (let n = 0; n < count; n++) nodes.push(await startOn(undefined, FROM_SOURCE, shared));
    const [{ dialect, pid }] = nodes;
    const ports = nodes.map((node) => node.dialect.port);
    const { roomsOfEach } = world;
    const own = { rooms, roomsOfEach, ports };
    const parts = {
      nodes: nodes.map((node) => node.pid),
      PostgreSQL: [postgres.pid],
      ...count === 1 ? {} : { NATS: [nats.pid] },
    };
    return { dialect: { ...dialect, ...own }, pid, parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Makes the world in SQLite, and moves it. @returns the ids of the rooms. */
async function fill(database: string, world: World): Promise<string[]> {
  const folder = mkdtempSync(join(folderOnDisk(), "parley-bench-"));
  try {
    const rooms = await writeWorld(folder, world);
    const [program, ...args] = FROM_SOURCE;
    const move = ["migrate", "--from", `sqlite:${folder}`, "--to", database];
    execFileSync(program, [...args, ...move], { stdio: ["ignore", "ignore", "pipe"] });
    return rooms;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
