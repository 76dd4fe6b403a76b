/**
 * Parley's own server as the subject: a process, and a data folder on a disk.
 * @module
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { SUBPROTOCOL } from "../../shared/protocol/base.ts";
import { VERSION } from "../../shared/version.ts";
import { PreparedLog, tokenOf } from "./prepared_log.ts";
import { HOST, ServerProcess } from "./process.ts";
import type { RunningSubject, Subject, World } from "./subject.ts";

const MAIN = fileURLToPath(new URL("../../server/main.ts", import.meta.url));
/** Connections: more than any scenario makes. */
const CONNECTIONS = "12000";

export interface RunningParley extends RunningSubject {
  url: string;
  folder: string;
}

/** A program that starts the server, and its first arguments. */
export type Program = [string, ...string[]];

/** The server from its source. */
export const FROM_SOURCE: Program = [
  process.execPath,
  "run",
  "--quiet",
  ...["net", "read", "write", "env"].map((name) => `--allow-${name}`),
  MAIN,
];

export const parley = {
  name: "parley",
  version: () => VERSION,
  start: (world: World) => start(world),
} satisfies Subject;

/** Parley with so many gateway threads, which are otherwise as many as suit the machine. */
export function parleyWith(workers: number): Subject {
  return { ...parley, start: (world) => start(world, ["--workers", `${workers}`]) };
}

/** Parley as another program starts it. */
export function parleyFrom(program: Program, env: Record<string, string>): Subject {
  return { ...parley, start: (world) => start(world, [], program, env) };
}

async function start(
  world: World,
  flags: string[] = [],
  program = FROM_SOURCE,
  env?: Record<string, string>,
): Promise<RunningParley> {
  let rooms: string[] = [];
  const prepare = async (folder: string) => rooms = await writeWorld(folder, world);
  const running = await startOn(prepare, program, flags, env);
  running.dialect.rooms = rooms;
  running.dialect.roomsOfEach = world.roomsOfEach;
  return running;
}

/** @param prepare fills the data folder before the server starts on it. */
export async function startOn(
  prepare?: (folder: string) => unknown,
  [program, ...args]: Program = FROM_SOURCE,
  flags: string[] = [],
  env?: Record<string, string>,
): Promise<RunningParley> {
  const server = new ServerProcess();
  try {
    await prepare?.(server.folder);
    const place = ["--host", HOST, "--port", "0", "--data", server.folder];
    const open = ["--sends-per-second", "0", "--max-connections", CONNECTIONS];
    server.run(program, [...args, ...place, ...open, ...flags], env);
    const port = await server.says(/listening on http:\/\/\S*:(\d+)/);
    const hello = { type: "hello", token: tokenOf("{n}"), backlog: 0 };
    return {
      url: `http://${HOST}:${port}`,
      folder: server.folder,
      pid: server.pid,
      stop: () => server.stop(),
      dialect: {
        host: HOST,
        port,
        path: "/v1/ws",
        subprotocol: SUBPROTOCOL,
        opening: [{ says: JSON.stringify(hello) }],
        entered: '"type":"welcome"',
        rooms: [],
        roomsOfEach: 1,
        send: JSON.stringify({ type: "send", id: "{id}", room: "{room}", text: "{text}" }),
        joins: true,
        ack: '{"type":"ack","id":"',
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** @returns the ids of the rooms. */
export async function writeWorld(folder: string, world: World): Promise<string[]> {
  const log = new PreparedLog(folder);
  try {
    await log.addPeople(world.people);
    await log.addRooms(world);
    return log.rooms;
  } finally {
    await log.close();
  }
}
