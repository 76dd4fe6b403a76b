/**
 * Pages of history out of a long log, over HTTP, one after the other.
 * @module
 */
import { cpSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { latencySamples, type Sample } from "../figure.ts";
import { markedText } from "../generator/mark.ts";
import { folderOnDisk } from "../machine.ts";
import type { RunOptions, Scenario } from "../scenario.ts";
import { parley, startOn } from "../subjects/parley.ts";
import { PreparedLog, tokenOf } from "../subjects/prepared_log.ts";
import type { World } from "../subjects/subject.ts";

/** Everybody is in every room, so that one of them may read it all. */
const WORLD: World = { people: 20, rooms: 100, roomsOfEach: 100 };
const PAGES = 500;
const EVENTS = 50;

interface LongLog {
  folder: string;
  rooms: string[];
  /** Bytes of the database for each message. */
  bytes: number;
}

/** By the number of messages: made once for all runs and removed at the end. */
const prepared = new Map<number, Promise<LongLog>>();

function prepare(messages: number): Promise<LongLog> {
  const log = prepared.get(messages) ?? writeLog(messages);
  prepared.set(messages, log);
  return log;
}

async function writeLog(messages: number): Promise<LongLog> {
  const folder = mkdtempSync(join(folderOnDisk(), "parley-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  console.error(`Writing ${messages.toLocaleString("en-GB")} messages.`);
  const log = new PreparedLog(folder);
  await log.addPeople(WORLD.people);
  await log.addRooms(WORLD);
  await log.addMessages(messages, markedText);
  await log.close();
  return { folder, rooms: log.rooms, bytes: statSync(join(folder, "parley.db")).size / messages };
}

async function history(messages: number, { quick }: RunOptions): Promise<Sample[]> {
  const { folder, rooms, bytes } = await prepare(messages);
  const server = await startOn((to) => cpSync(folder, to, { recursive: true }));
  try {
    const headers = { authorization: `Bearer ${tokenOf(0)}` };
    const timePages = async (query: () => string): Promise<Float64Array> => {
      const times: number[] = [];
      for (let n = 0; n < (quick ? PAGES / 5 : PAGES) + rooms.length; n++) {
        const room = rooms[n % rooms.length];
        const start = performance.now();
        const answer = await fetch(
          `${server.url}/v1/rooms/${room}/events?limit=${EVENTS}${query()}`,
          { headers },
        );
        const { events } = await answer.json();
        if (events.length !== EVENTS) throw new Error(`A page had ${events.length} events.`);
        // The first one of each room warms up.
        if (n >= rooms.length) times.push(performance.now() - start);
      }
      return Float64Array.from(times);
    };
    const inARoom = messages / rooms.length;
    const someSeq = () => EVENTS + 1 + Math.floor(Math.random() * (inARoom - EVENTS));
    return [
      ...latencySamples("newest page", await timePages(() => "")),
      ...latencySamples("any older page", await timePages(() => `&before=${someSeq()}`)),
      { metric: "bytes of a stored message", unit: "B", value: bytes },
    ];
  } finally {
    await server.stop();
  }
}

function scenario(name: string, messages: number, large?: true): Scenario {
  return {
    name,
    large,
    about:
      `Pages of ${EVENTS} events out of ${WORLD.rooms} rooms with ${messages / 1e6} M messages ` +
      "together, over HTTP, one after the other.",
    measurements: [{ subject: parley, run: (options) => history(messages, options) }],
    expected: [{ subject: parley.name, metric: "newest page p99", atMost: 3 }],
  };
}

export const history1m = scenario("history-1m", 1e6);
export const history10m = scenario("history-10m", 1e7, true);
