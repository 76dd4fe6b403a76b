/**
 * Peers that are programmed for the comparison: small chats that speak Parley's frames, so that all
 * deliver the same bytes, on the runtimes and libraries that chats are usually made with. And the sink,
 * against which the generator itself is measured.
 * @module
 */
import { Buffer } from "node:buffer";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { encodeSaying } from "../generator/frames.ts";
import { markedText } from "../generator/mark.ts";
import { HOST, isInstalled, ServerProcess, versionOf } from "./process.ts";
import { type Dialect, roomNames, type Subject, type World } from "./subject.ts";

const PEERS = fileURLToPath(new URL("../peers/", import.meta.url));
/** Where they run, with their packages: a hidden folder, which is nobody's source. */
const INSTALLED = `${PEERS}.installed/`;
const MODULES = `${INSTALLED}node_modules/`;
const BUN = `${MODULES}@oven/bun-linux-x64/bin/bun`;

type Words = Omit<Dialect, "host" | "port" | "rooms" | "roomsOfEach">;

interface Chat {
  name: string;
  /** Default: what a chat lacks that only tells on what comes in. */
  lacks?: string;
  program: "bun" | "node";
  args: string[];
  /** Package whose version counts. */
  of: string | undefined;
  words: Words;
}

/** Brings the peers' programs to their packages, which are fetched once. */
function install(): void {
  for (const name of readdirSync(PEERS).filter((name) => !name.startsWith("."))) {
    cpSync(`${PEERS}${name}`, `${INSTALLED}${name}`);
  }
  writeFileSync(`${INSTALLED}.gitignore`, "*\n");
  if (existsSync(`${MODULES}ws`)) return;
  console.error("Fetching the peers' packages from npm (bench/peers/.installed).");
  const { status, stderr } = spawnSync(
    "npm",
    ["install", "--prefix", INSTALLED, "--no-audit", "--no-fund", "--no-package-lock"],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`npm could not fetch the peers' packages.\n${stderr}`);
}

function findMissing(program: "bun" | "node"): string | undefined {
  if (!isInstalled("npm")) return "npm is not installed";
  if (program === "node") return isInstalled("node") ? undefined : "node is not installed";
  const here = `${process.platform} ${process.arch}`;
  return here === "linux x64" ? undefined : "Bun is fetched for Linux x64 only";
}

function packageVersion(name: string): string {
  return JSON.parse(readFileSync(`${MODULES}${name}/package.json`, "utf8")).version;
}

async function startChat({ program, args, words }: Chat, world: World) {
  install();
  const server = new ServerProcess();
  server.run(program === "bun" ? BUN : "node", [`${INSTALLED}${args[0]}`, ...args.slice(1)]);
  try {
    const port = await server.says(/listening on (\d+)/);
    const { roomsOfEach } = world;
    const dialect = { ...words, host: HOST, port, rooms: roomNames(world), roomsOfEach };
    return { dialect, pid: server.pid, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function chat(options: Chat): Subject {
  const { name, program, of, lacks = "no commit, no order across restarts, no resume" } = options;
  return {
    name,
    lacks,
    missing: () => findMissing(program),
    version: () => {
      install();
      const runtime = program === "bun" ? `Bun ${versionOf(BUN)}` : `Node ${versionOf("node")}`;
      return of ? `${of} ${packageVersion(of)} on ${runtime}` : runtime;
    },
    start: (world) => startChat(options, world),
  };
}

const WORDS: Words = {
  path: "/",
  opening: [{ says: '{"type":"join","room":"{room}"}' }, { says: '{"type":"hello"}' }],
  entered: '"type":"welcome"',
  send: '{"type":"send","id":"{id}","room":"{room}","text":"{text}"}',
  ack: '{"type":"ack","id":"',
};

const SOCKET_IO: Words = {
  path: "/socket.io/?EIO=4&transport=websocket",
  opening: [
    { awaits: '0{"sid"', says: "40" },
    { awaits: '40{"sid"', says: '42["join","{room}"]' },
    { says: '42["hello"]' },
  ],
  entered: '42["welcome"',
  send: '42["send",{"id":"{id}","room":"{room}","text":"{text}"}]',
  ack: '42["ack",{"type":"ack","id":"',
};

export const bunPublish = chat({
  name: "bun publish",
  program: "bun",
  args: ["bun.mjs", "publish"],
  of: undefined,
  words: WORDS,
});
export const bunBatch = chat({
  name: "bun, batched by hand",
  program: "bun",
  args: ["bun.mjs", "batch"],
  of: undefined,
  words: WORDS,
});
export const nodeWs = chat({
  name: "node ws",
  program: "node",
  args: ["node_ws.mjs"],
  of: "ws",
  words: WORDS,
});
export const socketIo = chat({
  name: "socket.io",
  program: "node",
  args: ["socket_io.mjs"],
  of: "socket.io",
  words: SOCKET_IO,
});

/** Parley's event, with a message's text in it. */
export const EVENT = '{"type":"event","room":"{room}","author":{"id":"U0123456789ABCDEF",' +
  '"name":"person42"},"kind":"message","id":"{id}","text":"{text}","seq":1,"at":1795251619681}';
const ID = "0".repeat(36);
const ROOM = "R0123456789ABCDEF";

const SINK: Words = {
  transport: "tcp",
  path: "",
  opening: [{ says: "hello" }],
  entered: "welcome",
  send: WORDS.send,
  ack: WORDS.ack,
};

function fill(text: string): string {
  return text.replace("{room}", ROOM).replace("{text}", markedText(0));
}

/** Answers with bytes that were made beforehand. */
export const sink = chat({
  name: "sink",
  lacks: "no chat: bytes made beforehand, to measure the generator",
  program: "node",
  args: [
    "sink.mjs",
    JSON.stringify({
      frameLength: encodeSaying(SINK as Dialect, fill(SINK.send).replace("{id}", ID)).length,
      idAt: Buffer.byteLength(SINK.send.slice(0, SINK.send.indexOf("{id}"))),
      idLength: ID.length,
      ackMark: SINK.ack,
      event: fill(EVENT).replace("{id}", ID),
    }),
  ],
  of: undefined,
  words: SINK,
});
