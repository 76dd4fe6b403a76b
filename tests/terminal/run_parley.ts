/**
 * Runs command lines of the client in this process, against a real server.
 * @module
 */
import { Input } from "../../cli/commands/input.ts";
import { run } from "../../cli/commands/run.ts";
import type { Prompter } from "../../cli/session/prompter.ts";
import type { Tty } from "../../cli/terminal/tty.ts";
import type { Account } from "../support/http.ts";

export interface Extras {
  /** What stdin gives, piece by piece; without it, stdin is a terminal where nobody types. */
  stdin?: AsyncIterable<string>;
  /** Whoever is asked. */
  prompter?: Prompter;
  /** Called with each piece that is printed, and all before it. */
  printed?(out: string): void;
  interrupted?: AbortSignal;
  env?: Record<string, string>;
}

export interface Ran {
  code: number;
  out: string;
  errors: string[];
}

export async function runParley(
  server: string,
  { token }: Pick<Account, "token">,
  args: string[],
  extras: Extras = {},
): Promise<Ran> {
  const ran: Ran = { code: 0, out: "", errors: [] };
  const utf8 = new TextEncoder();
  const chunks = extras.stdin?.[Symbol.asyncIterator]();
  const read = async () => {
    const next = await chunks?.next();
    return next === undefined || next.done ? undefined : utf8.encode(next.value);
  };
  ran.code = await run(args, {
    env: { HOME: "/nowhere", PARLEY_SERVER: server, PARLEY_TOKEN: token, ...extras.env },
    platform: "linux",
    stdin: new Input(extras.stdin === undefined, read),
    canAsk: extras.prompter !== undefined,
    tty: {} as Tty,
    prompter: () => Promise.resolve(extras.prompter!),
    print(text) {
      ran.out += text;
      extras.printed?.(ran.out);
      return Promise.resolve();
    },
    warn: (text) => ran.errors.push(text),
    interrupted: () => extras.interrupted ?? new AbortController().signal,
  });
  return ran;
}

/** The objects of lines of JSON. */
export function jsonOf(lines: string) {
  return lines.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}
