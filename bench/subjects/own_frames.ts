/**
 * Peers that are programmed for the comparison: small chats that speak Parley's frames, so that all
 * deliver the same bytes, on the runtimes and libraries that chats are usually made with.
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { HOST, isInstalled, ServerProcess } from "./process.ts";
import type { Dialect, Subject } from "./subject.ts";

const PEERS = fileURLToPath(new URL("../peers/", import.meta.url));
const BUN = `${PEERS}node_modules/@oven/bun-linux-x64/bin/bun`;

/** Fetches the packages of bench/peers/package.json, once. */
function install(): void {
  if (existsSync(`${PEERS}node_modules/ws`)) return;
  console.error("Fetching the peers' packages from npm (bench/peers/node_modules).");
  const { status, stderr } = spawnSync(
    "npm",
    ["install", "--prefix", PEERS, "--no-audit", "--no-fund", "--no-package-lock"],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`npm could not fetch the peers' packages.\n${stderr}`);
}

const DIALECT: Omit<Dialect, "port"> = {
  host: HOST,
  path: "/",
  opening: ['{"type":"hello"}'],
  entered: '"type":"welcome"',
  send: '{"type":"send","id":"{id}","room":"R0123456789ABCDEF","text":"{text}"}',
  ack: '{"type":"ack","id":"',
};

const SOCKET_IO: Omit<Dialect, "port"> = {
  host: HOST,
  path: "/socket.io/?EIO=4&transport=websocket",
  greeting: '0{"sid"',
  opening: ["40"],
  entered: '40{"sid"',
  send: '42["send",{"id":"{id}","text":"{text}"}]',
  ack: '42["ack",{"type":"ack","id":"',
};

function peer(
  name: string,
  program: "bun" | "node",
  args: string[],
  dialect: Omit<Dialect, "port"> = DIALECT,
): Subject {
  return {
    name,
    lacks: "no commit, no order across restarts, no resume",
    missing: () => {
      if (!isInstalled("npm")) return "npm is not installed";
      if (program === "node" && !isInstalled("node")) return "node is not installed";
      const here = `${process.platform} ${process.arch}`;
      return program === "bun" && here !== "linux x64"
        ? `Bun is fetched for Linux x64 only`
        : undefined;
    },
    async start() {
      install();
      const server = new ServerProcess();
      server.run(program === "bun" ? BUN : "node", [`${PEERS}${args[0]}`, ...args.slice(1)]);
      try {
        const port = await server.says(/listening on (\d+)/);
        return { dialect: { ...dialect, port }, pid: server.pid, stop: () => server.stop() };
      } catch (error) {
        await server.stop();
        throw error;
      }
    },
  };
}

export const bunPublish = peer("bun publish", "bun", ["bun.mjs", "publish"]);
export const bunBatch = peer("bun, batched by hand", "bun", ["bun.mjs", "batch"]);
export const nodeWs = peer("node ws", "node", ["node_ws.mjs"]);
export const socketIo = peer("socket.io", "node", ["socket_io.mjs"], SOCKET_IO);
