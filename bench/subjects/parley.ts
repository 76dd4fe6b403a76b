/**
 * Parley's own server as the subject: a process, a data folder on a disk, one account.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { SUBPROTOCOL } from "../../shared/protocol/base.ts";
import { folderOnDisk } from "../machine.ts";
import type { RunningSubject, Subject } from "./subject.ts";

const MAIN = fileURLToPath(new URL("../../server/main.ts", import.meta.url));
const HOST = "127.0.0.1";

export interface RunningParley extends RunningSubject {
  url: string;
  /** Makes another account than the generator's. @returns its token. */
  register(name: string): Promise<string>;
}

export const parley = { name: "parley", start } satisfies Subject;

async function start(): Promise<RunningParley> {
  const folder = mkdtempSync(join(folderOnDisk(), "parley-bench-"));
  const server = startProcess(folder);
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  const leaveNothing = () => {
    server.kill("SIGKILL");
    removeFolder();
  };
  process.once("exit", leaveNothing);
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill("SIGTERM");
      await once(server, "exit");
    }
    process.off("exit", leaveNothing);
    removeFolder();
  };
  try {
    const port = await listening(server);
    const url = `http://${HOST}:${port}`;
    const token = await register(url, "bench");
    const room = await findLobby(url, token);
    return {
      url,
      register: (name) => register(url, name),
      pid: server.pid!,
      stop,
      dialect: {
        host: HOST,
        port,
        path: "/v1/ws",
        subprotocol: SUBPROTOCOL,
        opening: [JSON.stringify({ type: "hello", token, backlog: 0, client: "bench" })],
        entered: '"type":"welcome"',
        send: JSON.stringify({ type: "send", id: "{id}", room, text: "{text}" }),
        ack: '{"type":"ack","id":"',
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startProcess(folder: string): ChildProcess {
  const permissions = ["net", "read", "write", "env"].map((name) => `--allow-${name}`);
  const flags = ["--host", HOST, "--port", "0", "--data", folder, "--sends-per-second", "0"];
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("PARLEY_")),
  );
  return spawn(process.execPath, ["run", "--quiet", ...permissions, MAIN, ...flags], {
    env: { ...env, NO_COLOR: "1" },
    // It stops when its input asks for that, not when there is none.
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** @returns the port. @throws {Error} if the server ends instead. */
function listening(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = "";
    server.stdout!.on("data", (chunk) => {
      said += chunk;
      const port = /listening on http:\/\/\S*:(\d+)/.exec(said)?.[1];
      if (port) resolve(Number(port));
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`The server ended before it listened.\n${said}`)));
  });
}

async function register(url: string, name: string): Promise<string> {
  const { token } = await request<{ token: string }>(`${url}/v1/accounts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, password: crypto.randomUUID() }),
  });
  return token;
}

/** @returns its id. */
async function findLobby(url: string, token: string): Promise<string> {
  const { rooms } = await request<{ rooms: { id: string; name: string }[] }>(`${url}/v1/rooms`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return rooms.find(({ name }) => name === "lobby")!.id;
}

async function request<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (response.ok) return await response.json();
  throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}
