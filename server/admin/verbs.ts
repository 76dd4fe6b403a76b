/**
 * Commands that ask a running server: each a row with its usage, what it asks, and how the answer reads.
 * @module
 */
import { Command } from "@commander-js/extra-typings";
import { parseTime } from "../../shared/duration.ts";
import { ParleyError } from "../../shared/errors.ts";
import { flagOf } from "../config/command_line.ts";
import { askServer } from "../operator/client.ts";
import type { OperatorRequest } from "../operator/request.ts";
import { dataFolder, examples, type Finish, JSON_OPTION } from "./command.ts";
import { DESCRIPTIONS, type SubcommandName } from "./descriptions.ts";

export type Options = Readonly<Record<string, string | boolean | undefined>>;

export interface Verb {
  /** `suspend <person>`. */
  usage: string;
  description: string;
  /** Flags and what they are for, besides `--data`, `--config` and `--json`. */
  options?: readonly (readonly [flags: string, description: string])[];
  /** Lines behind `parley-server FAMILY`. */
  examples: readonly string[];
  /** @throws {ParleyError} `bad-request` for options that aren't right. */
  ask(values: readonly string[], options: Options): OperatorRequest | Promise<OperatorRequest>;
  /** The answer in words, a line each. @param asked what was asked. */
  // deno-lint-ignore no-explicit-any -- each row knows the answer to its own question
  say(result: any, asked: any): readonly string[];
}

/** `--as`, for what any account may ask. */
export const AS = [
  "--as <person>",
  "ask as this account, not as the oldest administrator",
] as const;
export const LIMIT = ["--limit <n>", "so many at the most (50)"] as const;
export const AFTER = ["--after <cursor>", "go on behind the page that ended with this"] as const;
export const FOR = [
  "--for <time>",
  "for so long: 30m, 12h, 7d; without it, until it is taken back",
] as const;
export const REASON = ["--reason <text>", "why"] as const;

/** A request as any client makes it. */
export function command(
  { as }: Options,
  request: Extract<OperatorRequest, { op: "command" }>["request"],
): OperatorRequest {
  return { op: "command", request, as: as as string | undefined };
}

/** Fields of a request for a page of a list. */
export function page({ limit, after }: Options): { limit: number; after?: string } {
  return { limit: wholeOf(limit ?? "50", "--limit"), after: after as string | undefined };
}

export function wholeOf(value: unknown, flag: string): number {
  if (typeof value === "string" && /^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new ParleyError("bad-request", `${flag} has to be a whole number, not "${value}".`);
}

/** Seconds of a time such as `7d`; undefined if none is given. */
export function secondsOf(value: unknown, flag: string): number | undefined {
  if (value === undefined) return undefined;
  const seconds = parseTime(String(value));
  if (seconds !== undefined) return seconds;
  throw new ParleyError(
    "bad-request",
    `${flag} has to be a time such as 30m, 12h or 7d, not "${value}".`,
  );
}

/** Says of a list that there is more of it. */
export function more({ next }: { next?: string }): string[] {
  return next === undefined ? [] : [`… more with --after ${next}`];
}

/** A time as it stands in lists. */
export function timeOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}

/** `parley-server user`, say, with its commands. */
export function family(name: SubcommandName, verbs: readonly Verb[], finish: Finish): Command {
  const parent = new Command(name).description(DESCRIPTIONS[name]);
  for (const verb of verbs) {
    const below = parent.command(verb.usage).description(verb.description)
      .addOption(flagOf("data")).addOption(flagOf("config")).option(...JSON_OPTION)
      .allowExcessArguments(false)
      .addHelpText("after", examples(...verb.examples.map((each) => `${name} ${each}`)));
    for (const [flags, description] of verb.options ?? []) below.option(flags, description);
    below.action((...all: unknown[]) =>
      finish(async () => {
        const options = below.opts() as Options;
        const values = all.slice(0, -2).filter((value) => value !== undefined) as string[];
        const asked = await verb.ask(values, options);
        const result = await askServer(await dataFolder(below), asked);
        if (options.json) console.log(JSON.stringify(result));
        else for (const line of verb.say(result, asked)) console.log(line);
        return 0;
      })
    );
  }
  return parent;
}
