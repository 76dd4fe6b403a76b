/**
 * For tests: runs command lines against a scripted server, in a world that is made up.
 * @module
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ScriptedServer } from "../../../shared/net/testing/scripted_server.ts";
import type { Prompter } from "../../session/prompter.ts";
import type { Tty } from "../../terminal/tty.ts";
import type { Context } from "../context.ts";
import { Input } from "../input.ts";
import { run } from "../run.ts";

export interface Ran {
  code: number;
  out: string;
  err: string[];
}

export interface Extras {
  env?: Record<string, string>;
  /** What stdin holds; without it, stdin is a terminal where nobody types. */
  stdin?: string;
  /** Whoever is asked; without one, nobody can be. */
  prompter?: Prompter;
  /** Called with each piece that is printed. */
  printed?(text: string): void;
  interrupted?: AbortSignal;
}

export class World {
  private constructor(readonly server: ScriptedServer, readonly folder: string) {}

  /** A world for `body`, gone without trace afterwards. */
  static async with(body: (world: World) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "parley-world-"));
    const server = await ScriptedServer.start();
    try {
      await body(new World(server, folder));
    } finally {
      await server.close();
      await rm(folder, { recursive: true });
    }
  }

  /** Runs a command line; its words are parted by blanks. */
  async run(line: string | string[], extras: Extras = {}): Promise<Ran> {
    const ran: Ran = { code: 0, out: "", err: [] };
    const args = typeof line === "string" ? line.split(" ") : line;
    const context = this.#context(extras, ran);
    ran.code = await run(args, context);
    return ran;
  }

  #context({ env, stdin, prompter, printed, interrupted }: Extras, ran: Ran): Context {
    let left = stdin === undefined ? [] : [new TextEncoder().encode(stdin)];
    const read = () => {
      const [chunk] = left;
      left = [];
      return Promise.resolve(chunk);
    };
    return {
      env: { HOME: this.folder, PARLEY_SERVER: this.server.url, ...env },
      platform: "linux",
      stdin: new Input(stdin === undefined, read),
      canAsk: prompter !== undefined,
      // No command but the chat looks at it.
      tty: {} as Tty,
      prompter: () => Promise.resolve(prompter!),
      print: (text) => {
        ran.out += text;
        printed?.(text);
        return Promise.resolve();
      },
      warn: (text) => ran.err.push(text),
      interrupted: () => interrupted ?? new AbortController().signal,
    };
  }
}
