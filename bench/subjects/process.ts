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

/** True if there is a program of this name. */
export function isInstalled(program: string): boolean {
  return spawnSync("which", [program]).status === 0;
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
  says(pattern: RegExp): Promise<number> {
    return this.#until(() => Promise.resolve(Number(pattern.exec(this.said)?.[1]) || undefined));
  }

  /** Waits until it takes connections there. */
  async listensOn(port: number): Promise<void> {
    await this.#until(() =>
      new Promise<true | undefined>((resolve) => {
        const socket = connect(port, HOST);
        socket.once("connect", () => (socket.destroy(), resolve(true)));
        socket.once("error", () => resolve(undefined));
      })
    );
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    process.off("exit", this.#leaveNothing);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #until<T>(look: () => Promise<T | undefined>): Promise<T> {
    const deadline = performance.now() + START_TIME;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      const ended = this.#child!.exitCode !== null || this.#child!.signalCode !== null;
      if (ended || performance.now() > deadline) {
        throw new Error(`The server did not start.\n${this.said}`);
      }
      await sleep(20);
    }
  }
}
