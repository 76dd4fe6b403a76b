/**
 * The examples of a document, run as a reader would run them.
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { eventually, PATIENCE } from "../support/wait.ts";

/** A block of code in a document. */
export interface Block {
  /** Its language, and what else stands behind the three backticks. */
  info: string;
  code: string;
  line: number;
}

export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\S.*)\n([\s\S]*?)^```$/gm)].map((
    { 1: info, 2: code, index },
  ) => ({
    info,
    code,
    line: markdown.slice(0, index).split("\n").length,
  }));
}

/** What a document shows as output, with `…` for anything. */
function toPattern(shown: string): RegExp {
  const parts = shown.trim().split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*?")}$`);
}

/** Ends what runs in the background, with all that it started, and waits for it. */
const STOP = "for job in $(jobs -p); do kill -- -$job 2>/dev/null || true; done; wait";

/** A bash that runs one block after the other, as a reader would in one terminal. */
export class Shell {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  #steps = 0;
  #said = "";
  #ended = false;

  constructor(readonly folder: string, env: Record<string, string>) {
    this.#child = new Deno.Command("bash", {
      args: ["--noprofile", "--norc"],
      cwd: folder,
      env,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    // What the examples leave running ends with it: each of them is a process group (-m) of its own.
    this.#write(`set -muo pipefail; stop() { ${STOP}; }; trap stop EXIT`);
    this.#listen();
  }

  /** Runs a block that starts a server, in place of the one that ran, and waits until it listens. */
  async serve(code: string, env: Record<string, string>): Promise<void> {
    const step = `server${++this.#steps}`;
    await Deno.writeTextFile(join(this.folder, `${step}.sh`), code);
    const variables = Object.entries(env).map(([name, value]) => `${name}='${value}'`).join(" ");
    await this.run(
      `stop\n${variables} bash -e ./${step}.sh >${step}.log 2>&1 &\n` +
        `until grep -q "listening on" ${step}.log; do\n` +
        `  kill -0 $! 2>/dev/null || { cat ${step}.log >&2; false; }\n  sleep 0.1\ndone\n`,
    );
  }

  /** @returns what the block printed. @throws {Error} if a command of it fails. */
  async run(code: string): Promise<string> {
    const step = `step${++this.#steps}`;
    await Deno.writeTextFile(join(this.folder, `${step}.sh`), code);
    const files = `</dev/null >${step}.out 2>${step}.err`;
    await this.#write(`set -e; . ./${step}.sh ${files}; set +e; echo "${step} done"`);
    await eventually(() => this.#said.includes(`${step} done\n`) || this.#ended, `${step} ends`);
    const read = (kind: string) => Deno.readTextFile(join(this.folder, `${step}.${kind}`));
    const [out, err] = await Promise.all([read("out"), read("err")]);
    if (this.#ended) throw new Error(`A command failed.\n${code}\n${out}\n${err}`);
    return out;
  }

  #write(line: string): Promise<void> {
    return this.#input.write(new TextEncoder().encode(`${line}\n`));
  }

  async close(): Promise<void> {
    await this.#input.close().catch(() => {});
    await this.#child.status;
  }

  async #listen(): Promise<void> {
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      this.#said += text;
    }
    this.#ended = true;
  }
}

/** Runs the block, again and again if it may take a moment, until its output is as the document shows. */
export async function runBlock(
  shell: Shell,
  block: Block,
  shown: string | undefined,
  where: string,
): Promise<void> {
  const pattern = shown === undefined ? undefined : toPattern(shown);
  const deadline = performance.now() + (block.info === "sh retry" ? PATIENCE : 0);
  let output: string;
  do {
    output = (await shell.run(block.code)).trim();
  } while (pattern && !pattern.test(output) && performance.now() < deadline);
  if (pattern) assert.match(output, pattern, where);
}

/** Says which of the programs isn't there. */
export async function lacks(...programs: string[]): Promise<string | undefined> {
  for (const program of programs) {
    try {
      await new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" })
        .output();
    } catch {
      return `there is no ${program}`;
    }
  }
}
