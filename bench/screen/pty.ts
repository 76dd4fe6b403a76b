/**
 * The client's binary on a pseudo-terminal, by util-linux's `script`: what it writes, and what it takes.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { isInstalled } from "../subjects/process.ts";

const BINARY = fileURLToPath(new URL("../../dist/parley", import.meta.url));

/** Why the binary can't be measured here, if it can't. */
export function noBinary(): string | undefined {
  if (!existsSync(BINARY)) return "there is no dist/parley (`deno task compile`)";
  return isInstalled("script") ? undefined : "there is no `script` (util-linux)";
}

export class PtyClient {
  /** Called with each piece that it writes. */
  onOutput: (text: string) => void = () => {};
  readonly #home = mkdtempSync(join(tmpdir(), "parley-bench-home-"));
  readonly #child: ChildProcess;

  constructor(server: string, token: string, room: string) {
    const program = `stty rows 30 cols 100; exec '${BINARY}' --room ${room}`;
    this.#child = spawn("script", ["--quiet", "--flush", "--command", program, "/dev/null"], {
      env: {
        PATH: process.env.PATH,
        SHELL: "/bin/sh",
        HOME: this.#home,
        TERM: "xterm-256color",
        PARLEY_SERVER: server,
        PARLEY_TOKEN: token,
      },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child.stdout!.setEncoding("utf8").on("data", (text: string) => this.onOutput(text));
  }

  /** Resolves when it has written this. */
  async writes(what: string): Promise<void> {
    let end = "";
    await new Promise<void>((resolve, reject) => {
      this.#child.once("exit", () => reject(new Error(`It ended, and never wrote “${what}”.`)));
      this.onOutput = (text) => {
        end = (end + text).slice(-10_000);
        if (end.includes(what)) resolve();
      };
    });
  }

  /** Bytes of memory that the client has. */
  residentMemory(): number {
    const { pid } = this.#child;
    const [client] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${client}/status`, "utf8"))![1]) *
      1024;
  }

  /** Ends it as a closed terminal does. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    if (this.#child.exitCode === null) {
      this.#child.kill("SIGTERM");
      await ended;
    }
    rmSync(this.#home, { recursive: true, force: true });
  }
}
