/**
 * The server program beside this one: finds it, starts it, and stops it.
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir, open, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Buffer } from "node:buffer";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { sleep, systemClock } from "../../shared/net/clock.ts";
import { type Detached, startDetached } from "../terminal/deno_program.ts";

export interface HostOptions {
  /** The address to listen on. */
  host: string;
  port: number;
  /** The data folder. */
  data: string;
}

/** A server that listens. */
export interface HostedServer {
  readonly port: number;
  readonly pid: number;
  /** The file that its log goes to. */
  readonly log: string;
  /** Asks it to stop, and waits until it has. */
  stop(): Promise<void>;
}

/**
 * How the server is started: from source as this program was, else as the binary beside it, else as one
 * on the PATH.
 */
function serverCommand(): string[] {
  const program = process.execPath;
  if (basename(program).startsWith("deno")) {
    const main = fileURLToPath(new URL("../../server/main.ts", import.meta.url));
    const permissions = ["--allow-net", "--allow-read", "--allow-write", "--allow-env"];
    return [program, "run", "--quiet", "--no-prompt", ...permissions, main];
  }
  const beside = join(dirname(program), "parley-server");
  return [existsSync(beside) ? beside : "parley-server"];
}

/**
 * Starts the server and waits until it listens. It goes on when this process ends.
 *
 * @param signal gives it up.
 * @throws {ParleyError} with what the server says, if it doesn't start.
 */
export async function startServer(
  { host, port, data }: HostOptions,
  signal: AbortSignal,
): Promise<HostedServer> {
  if (process.platform === "win32") {
    throw new ParleyError(
      "conflict",
      "parley host doesn't work on Windows. Start parley-server, and then parley in another window.",
    );
  }
  await mkdir(data, { recursive: true, mode: 0o700 });
  const log = join(data, "server.log");
  const from = await stat(log).then(({ size }) => size, () => 0);
  const flags = ["--host", host, "--port", String(port), "--data", data];
  const server = startDetached([...serverCommand(), ...flags], log);
  try {
    return {
      port: await listening(server, () => textOf(log, from), signal),
      pid: server.pid,
      log,
      stop: () => stop(server),
    };
  } catch (error) {
    await stop(server);
    throw error;
  }
}

/** Waits for the server's own word, since another one may have the port. @returns the port. */
async function listening(
  server: Detached,
  said: () => Promise<string>,
  signal: AbortSignal,
): Promise<number> {
  let ended = false;
  server.ended.then(() => ended = true);
  const until = systemClock.now() + limits.hostTime;
  while (!signal.aborted && systemClock.now() < until) {
    const over = ended;
    const text = await said();
    const port = /listening on http:\/\/\S+:(\d+)/.exec(text)?.[1];
    if (over) throw notStarted(text);
    if (port !== undefined) return Number(port);
    await sleep(systemClock, 50, signal);
  }
  throw new ParleyError(
    "unavailable",
    signal.aborted
      ? "Interrupted: the server was not started."
      : "The server did not start in time.",
  );
}

/** The server's last words, without its name. */
function notStarted(text: string): ParleyError {
  const words = text.trim().split("\n").at(-1)?.replace(/^parley-server: /, "") ?? "";
  if (/parley-server.*not found/.test(words)) {
    return new ParleyError(
      "not-found",
      "There is no program parley-server beside parley or on the PATH. Put it there.",
    );
  }
  return new ParleyError("conflict", words || "The server ended without a word.");
}

async function textOf(path: string, from: number): Promise<string> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    return new TextDecoder().decode(buffer.subarray(0, bytesRead));
  } catch {
    // It has said nothing yet.
    return "";
  }
}

async function stop({ pid, ended }: Detached): Promise<void> {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // It has ended already.
  }
  await ended;
}
