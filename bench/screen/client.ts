/**
 * The terminal client as a process of its own, its real wiring on a terminal that types by itself. Prints
 * one line of JSON, a {@linkcode ScreenResult}.
 * @module
 */
import { Buffer } from "node:buffer";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { runChat } from "../../cli/commands/chat.ts";
import { Connection } from "../../shared/net/connection.ts";
import { SIGN } from "../generator/mark.ts";
import { RecordingTty } from "./recording_tty.ts";
import { type Key, replay } from "./replay.ts";

/** What the process is started with: its only argument, as JSON. */
export interface ScreenStart {
  server: string;
  token: string;
  /** Name of the room that it shows. */
  room: string;
  /** Milliseconds before the first key. */
  warmUp: number;
  /** Number of keys. */
  keys: number;
}

export interface ScreenResult {
  /** Milliseconds from each key to the write that shows it. */
  times: number[];
  /** Messages that were written to the screen for each second of typing. */
  messagesPerSecond: number;
  /** Bytes written while typing, for each of these. */
  bytesPerMessage: number;
}

const SIZE = { columns: 100, rows: 30 };
/** Milliseconds between two keys, at least and at most: faster than anybody types. */
const LEAST_PAUSE = 15;
const MOST_PAUSE = 35;
/** The draft is thrown away when it is so long, and begun anew. */
const DRAFT_LENGTH = 60;
const CTRL_U = "\x15";
const CTRL_D = "\x04";
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

async function typeKeys(tty: RecordingTty, count: number): Promise<Key[]> {
  const keys: Key[] = [];
  let draft = "";
  while (keys.length < count) {
    if (draft.length === DRAFT_LENGTH) {
      tty.type(CTRL_U);
      draft = "";
      await sleep(MOST_PAUSE);
    }
    // Drafts differ from their first letter on, so that an old one is never taken for a new one.
    const letter = LETTERS[(keys.length + Math.floor(keys.length / DRAFT_LENGTH)) % LETTERS.length];
    draft += letter;
    keys.push({ at: tty.type(letter), draft });
    await sleep(LEAST_PAUSE + Math.random() * (MOST_PAUSE - LEAST_PAUSE));
  }
  tty.type(CTRL_U);
  await sleep(MOST_PAUSE);
  tty.type(CTRL_D);
  return keys;
}

async function run(
  { server, token, room, warmUp, keys: count }: ScreenStart,
): Promise<ScreenResult> {
  const tty = new RecordingTty(SIZE.columns, SIZE.rows);
  const connection = new Connection({ server, token, client: "bench", gaps: "skip" });
  const ended = runChat({ connection, tty, room, plain: false, env: { TERM: "xterm-256color" } });
  await sleep(warmUp);
  const keys = await typeKeys(tty, count);
  const code = await ended;
  if (code !== 0) throw new Error(`The client ended with code ${code}.`);
  const [from, to] = [keys[0].at, keys[keys.length - 1].at];
  const writes = tty.writes.filter(({ at }) => at >= from && at < to).map(({ bytes }) => bytes);
  const written = Buffer.concat(writes);
  const messages = written.toString().split(SIGN).length - 1;
  return {
    times: await replay(tty.writes, keys, SIZE),
    messagesPerSecond: messages / (to - from) * 1000,
    bytesPerMessage: written.length / Math.max(1, messages),
  };
}

console.log(JSON.stringify(await run(JSON.parse(process.argv[2]))));
process.exit(0);
