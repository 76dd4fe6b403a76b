/**
 * What the operator's subcommands have in common: their options, and how they end.
 * @module
 */
import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { resolve } from "node:path";
import { flagOf } from "../config/command_line.ts";
import { readConfig } from "../config/read.ts";
import { DESCRIPTIONS, type SubcommandName } from "./descriptions.ts";

/** Runs what a subcommand does, and ends the process with the exit code that it gives. */
export type Finish = (run: () => Promise<number> | number) => Promise<void>;

/** A subcommand of `parley-server`, without its arguments and its action. */
export function adminCommand<Name extends SubcommandName>(name: Name) {
  return new Command(name)
    .description(DESCRIPTIONS[name])
    .addOption(flagOf("data"))
    .addOption(flagOf("config"))
    .allowExcessArguments(false);
}

/** What `--json` is said to do. */
export const JSON_OPTION = ["--json", "print one JSON object instead of text"] as const;

/** The data folder, absolute, whichever way it was given. */
export async function dataFolder(command: CommandUnknownOpts): Promise<string> {
  return resolve((await readConfig(command)).data);
}

/** Examples for the end of a subcommand's help. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  parley-server ${line}\n`).join("")}`;
}

/** `1 event`, `2 events`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
