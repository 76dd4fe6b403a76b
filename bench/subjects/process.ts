/**
 * A server of any make as a process of its own: started, waited for, ended whatever happens.
 * @module
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { folderOnDisk } from "../machine.ts";

export const HOST = "127.0.0.1";
/** Time for a server to listen: only a defect uses it up. */
const START_TIME = 20_000;
const STOP_TIME = 5_000;

/** True if there is a program of this name. */
export function isInstalled(program: string): boolean {
  return spawnSync("which", [program]).status === 0;
}

/** True if Lua finds this module. */
export function hasLuaModule(name: string): boolean {
  return spawnSync("lua5.4", ["-e", `require("${name}")`]).status === 0;
}

/** What a program says of its version: the first thing that looks like one. */
export function versionOf(program: string, flag = "--version"): string {
  const { stdout, stderr } = spawnSync(program, [flag], { encoding: "utf8" });
  return /\d+(\.\d+)+/.exec(`${stdout}${stderr}`)?.[0] ?? "of unknown version";
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, HOST);
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}

export class ServerProcess {
  /** A folder on a disk, which is removed with it. */
  readonly folder = mkdtempSync(join(folderOnDisk(), "parley-bench-"));
  said = "";
  #child: ChildProcess | undefined;
  readonly #leaveNothing = () => {
    this.#child?.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  };

  constructor() {
    process.once("exit", this.#leaveNothing);
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  run(program: string, args: readonly string[], env: Record<string, string> = {}): void {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("PARLEY_"));
    const child = this.#child = spawn(program, args, {
      env: { ...Object.fromEntries(inherited), NO_COLOR: "1", ...env },
      // It stops when its input asks for that, not when there is none.
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on("data", (chunk) => this.said = (this.said + chunk).slice(-10_000));
    }
  }

  /** Waits until it says so. @returns what the first group of `pattern` caught, the port. */
  async says(pattern: RegExp): Promise<number> {
    const child = this.#child!;
    const timer = setTimeout(() => child.kill("SIGKILL"), START_TIME);
    try {
      for (;;) {
        const port = pattern.exec(this.said)?.[1];
        if (port) return Number(port);
        if (this.#hasEnded) throw this.#notStarted();
        await Promise.race([once(child.stdout!, "data"), once(child, "exit")]);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits until it takes connections there. */
  async listensOn(port: number): Promise<void> {
    const deadline = performance.now() + START_TIME;
    while (!await takesConnections(port)) {
      if (this.#hasEnded || performance.now() > deadline) throw this.#notStarted();
      await sleep(20);
    }
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child && !this.#hasEnded) {
      child.kill("SIGTERM");
      // Some peers wait for their clients first, which are gone or wait for them.
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIME);
      await once(child, "exit");
      clearTimeout(timer);
    }
    process.off("exit", this.#leaveNothing);
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #hasEnded(): boolean {
    return this.#child!.exitCode !== null || this.#child!.signalCode !== null;
  }

  #notStarted(): Error {
    return new Error(`The server did not start.\n${this.said}`);
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.once("connect", () => (socket.destroy(), resolve(true)));
    socket.once("error", () => resolve(false));
  });
}
