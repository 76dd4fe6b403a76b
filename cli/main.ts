/**
 * The command `parley`: gives the commands the process they run in.
 * @module
 */
import process from "node:process";
import { isatty } from "node:tty";
import { sanitizeLine } from "../shared/text.ts";
import { type Context, OutputClosed } from "./commands/context.ts";
import { Input } from "./commands/input.ts";
import { run } from "./commands/run.ts";
import { terminalPrompter } from "./session/prompter.ts";
import { denoTty } from "./terminal/deno_tty.ts";

const utf8 = new TextEncoder();
const terminal = denoTty();
const stdin = new Input(isatty(0), () => terminal.read());

const context: Context = {
  env: process.env,
  platform: process.platform,
  stdin,
  canAsk: isatty(0) && isatty(2),
  tty: { ...terminal, read: () => stdin.read() },
  prompter: terminalPrompter,
  async print(text) {
    try {
      await terminal.write(utf8.encode(text));
    } catch (error) {
      throw (error as { code?: string }).code === "EPIPE" ? new OutputClosed() : error;
    }
  },
  warn: (text) => process.stderr.write(`parley: ${sanitizeLine(text)}\n`),
  ...(isatty(2) && !isatty(1) && {
    // Back to the line's start, and what is left of the line before it erased (ECMA-48: EL).
    progress: (text: string) => process.stderr.write(`\r${text}\x1b[K`),
  }),
  interrupted() {
    const abort = new AbortController();
    process.on("SIGINT", () => abort.abort());
    process.on("SIGTERM", () => abort.abort());
    return abort.signal;
  },
};

process.exit(await run(process.argv.slice(2), context));
