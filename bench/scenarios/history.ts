/**
 * Pages of history out of a long log, over the WebSocket as clients read them, one after the other.
 * @module
 */
import {
  closeSync,
  cpSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { latencySamples, type Sample } from "../figure.ts";
import { markedText } from "../generator/mark.ts";
import { folderOnDisk } from "../machine.ts";
import { SUBPROTOCOL } from "../../shared/protocol/mod.ts";
import type { RunOptions, Scenario } from "../scenario.ts";
import { makeIndex } from "../subjects/made_index.ts";
import { parley, startOn } from "../subjects/parley.ts";
import { PreparedLog, tokenOf } from "../subjects/prepared_log.ts";
import type { World } from "../subjects/subject.ts";

/** Everybody is in every room, so that one of them may read it all. */
const WORLD: World = { people: 20, rooms: 100, roomsOfEach: 100 };
/** Pages that are timed; as many before them make the server one that has been at work for a while. */
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
  await makeIndex(folder);
  return { folder, rooms: log.rooms, bytes: statSync(join(folder, "parley.db")).size / messages };
}

/** Puts the log into a data folder, all of it on the disk: nothing is written there while pages are read. */
function copyLog(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  for (const name of readdirSync(to)) {
    const file = openSync(join(to, name), "r+");
    fsyncSync(file);
    closeSync(file);
  }
}

/** A connection that asks for pages. */
class Pager {
  readonly #socket: WebSocket;
  #heard: (text: string) => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#heard(data);
  }

  static async connect(url: string, token: string): Promise<Pager> {
    const socket = new WebSocket(`${url.replace("http", "ws")}/v1/ws`, SUBPROTOCOL);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    const pager = new Pager(socket);
    await pager.#ask({ type: "hello", token, backlog: 0 }, '"type":"welcome"');
    return pager;
  }

  /** @returns milliseconds until the page was there. */
  async time(id: string, page: Record<string, unknown>): Promise<number> {
    const start = performance.now();
    const text = await this.#ask({ type: "history", id, ...page, limit: EVENTS }, `"id":"${id}"`);
    const time = performance.now() - start;
    const { events } = JSON.parse(text).result;
    if (events.length !== EVENTS) throw new Error(`A page had ${events.length} events.`);
    return time;
  }

  close(): void {
    this.#socket.close();
  }

  /** @returns the first message with this mark that comes after it. */
  #ask(frame: object, mark: string): Promise<string> {
    return new Promise((resolve) => {
      this.#heard = (text) => text.includes(mark) && resolve(text);
      this.#socket.send(JSON.stringify(frame));
    });
  }
}

async function history(messages: number, { quick }: RunOptions): Promise<Sample[]> {
  const { folder, rooms, bytes } = await prepare(messages);
  const server = await startOn((to) => copyLog(folder, to));
  try {
    // By turns: each may ask for so much a second only.
    const pagers = await Promise.all(
      Array.from({ length: WORLD.people }, (_, n) => Pager.connect(server.url, tokenOf(n))),
    );
    const timePages = async (place: () => Record<string, unknown>): Promise<Float64Array> => {
      const times: number[] = [];
      const pages = quick ? PAGES / 5 : PAGES;
      for (let n = 0; n < 2 * pages; n++) {
        const room = rooms[n % rooms.length];
        const time = await pagers[n % pagers.length].time(`p${n}`, { room, ...place() });
        if (n >= pages) times.push(time);
      }
      return Float64Array.from(times);
    };
    const inARoom = messages / rooms.length;
    const someSeq = () => EVENTS + 1 + Math.floor(Math.random() * (inARoom - EVENTS));
    const samples = [
      ...latencySamples("newest page", await timePages(() => ({}))),
      ...latencySamples("any older page", await timePages(() => ({ before: someSeq() }))),
      { metric: "bytes of a stored message", unit: "B", value: bytes },
    ];
    for (const pager of pagers) pager.close();
    return samples;
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
      "together, over the WebSocket, one after the other.",
    measurements: [{ subject: parley, run: (options) => history(messages, options) }],
    expected: [{ subject: parley.name, metric: "newest page p99", atMost: 3 }],
  };
}

export const history1m = scenario("history-1m", 1e6);
export const history10m = scenario("history-10m", 1e7, true);
