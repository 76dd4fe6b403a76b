/**
 * Parley's own server as the subject: a process, a data folder on a disk, one account.
 * @module
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { SUBPROTOCOL } from "../../shared/protocol/base.ts";
import { HOST, ServerProcess } from "./process.ts";
import type { RunningSubject, Subject } from "./subject.ts";

const MAIN = fileURLToPath(new URL("../../server/main.ts", import.meta.url));

export interface RunningParley extends RunningSubject {
  url: string;
  /** Makes another account than the generator's. @returns its token. */
  register(name: string): Promise<string>;
}

export const parley = { name: "parley", start } satisfies Subject;

/** @param prepare fills the data folder before the server starts on it. */
async function start(prepare?: (folder: string) => void): Promise<RunningParley> {
  const server = new ServerProcess();
  prepare?.(server.folder);
  const permissions = ["net", "read", "write", "env"].map((name) => `--allow-${name}`);
  const flags = ["--host", HOST, "--port", "0", "--data", server.folder, "--sends-per-second", "0"];
  server.run(process.execPath, ["run", "--quiet", ...permissions, MAIN, ...flags]);
  try {
    const port = await server.says(/listening on http:\/\/\S*:(\d+)/);
    const url = `http://${HOST}:${port}`;
    const token = await register(url, "bench");
    const room = await findLobby(url, token);
    return {
      url,
      register: (name) => register(url, name),
      pid: server.pid,
      stop: () => server.stop(),
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
    await server.stop();
    throw error;
  }
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
