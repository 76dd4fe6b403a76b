import assert from "node:assert/strict";
import { join } from "node:path";
import { register } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { eventually, PATIENCE } from "../support/wait.ts";

/** A block of code in a document. */
interface Block {
  /** Its language, and what else stands behind the three backticks. */
  info: string;
  code: string;
  line: number;
}

function blocksOf(markdown: string): Block[] {
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

/** A bash that runs one block after the other, as a reader would in one terminal. */
class Shell {
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
    // What the examples leave running ends with it.
    this.#write("set -uo pipefail; trap 'kill $(jobs -p) 2>/dev/null' EXIT");
    this.#listen();
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
async function runBlock(shell: Shell, block: Block, shown: string | undefined): Promise<void> {
  const where = `docs/bots.md:${block.line}`;
  const pattern = shown === undefined ? undefined : toPattern(shown);
  const deadline = performance.now() + (block.info === "sh retry" ? PATIENCE : 0);
  let output: string;
  do {
    output = (await shell.run(block.code)).trim();
  } while (pattern && !pattern.test(output) && performance.now() < deadline);
  if (pattern) assert.match(output, pattern, where);
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

async function lacks(...programs: string[]): Promise<string | undefined> {
  for (const program of programs) {
    try {
      await new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" })
        .output();
    } catch {
      return `there is no ${program}`;
    }
  }
}

testUnless(
  await lacks("bash", "curl", "jq", "git"),
  "every example of docs/bots.md works, and prints what the page shows",
  async () => {
    const markdown = await Deno.readTextFile(new URL("../../docs/bots.md", import.meta.url));
    const blocks = blocksOf(markdown);
    await using server = await startServer({ flags: ["--webhooks-to-private", "on"] });
    await register(server.url, "alice", "correct horse battery");
    const folder = await Deno.makeTempDir({ prefix: "parley-bots-" });
    await Deno.symlink(Deno.execPath(), join(folder, "deno"));
    const shell = new Shell(folder, {
      SERVER: server.url,
      PORT: String(freePort()),
      PATH: `${folder}:${Deno.env.get("PATH")}`,
      NO_COLOR: "1",
    });
    try {
      let ran = 0;
      for (const [index, block] of blocks.entries()) {
        if (block.info === "js") {
          const name = /^\/\/ (\S+\.js)\n/.exec(block.code)![1];
          await Deno.writeTextFile(join(folder, name), block.code);
        } else if (block.info.startsWith("sh")) {
          const next = blocks.at(index + 1);
          await runBlock(shell, block, next?.info === "output" ? next.code : undefined);
          ran++;
        }
      }
      assert.ok(ran > 10);
    } finally {
      await shell.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
);
