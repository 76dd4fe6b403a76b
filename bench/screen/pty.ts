/**
 * The client's binary on a pseudo-terminal, by util-linux's `script`: what it writes, and what it takes.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isInstalled } from "../subjects/process.ts";

const BINARY = fileURLToPath(new URL("../../dist/parley", import.meta.url));
/** The client asks for the background and for the terminal's kind (ECMA-48: DA); any answers the latter. */
const QUESTION = "\x1b[c";
const ANSWER = "\x1b[?1;2c";
/** Milliseconds in which it writes what is waited for: much longer than any start. */
const PATIENCE = 30_000;
/** What was written last, kept to look for words in it. */
const KEPT = 20_000;

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
  #written = "";

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
    this.#child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      if (text.includes(QUESTION)) this.#child.stdin!.write(ANSWER);
      this.#written = (this.#written + text).slice(-KEPT);
      this.onOutput(text);
    });
  }

  /** Resolves when it has written this. @throws {Error} if it ends before that, or takes too long. */
  async writes(what: string): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!this.#written.includes(what)) {
      if (this.#child.exitCode !== null) throw new Error(`It ended, and never wrote “${what}”.`);
      if (performance.now() > end) throw new Error(`It didn't write “${what}” in ${PATIENCE} ms.`);
      await sleep(1);
    }
  }

  /** Bytes of memory that the client has. */
  residentMemory(): number {
    return Number(
      /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.#pid()}/status`, "utf8"))![1],
    ) *
      1024;
  }

  /** Ends it as a closed terminal does. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    if (this.#child.exitCode === null) {
      process.kill(this.#pid(), "SIGHUP");
      await ended;
    }
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** Of the client, which `script` runs. */
  #pid(): number {
    const { pid } = this.#child;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ")[0]);
  }
}
