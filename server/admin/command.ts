/**
 * What the operator's subcommands have in common: their options, and how they end.
 * @module
 */
import { Command, type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { resolve } from "node:path";

/** Runs what a subcommand does, and ends the process with the exit code that it gives. */
export type Finish = (run: () => Promise<number> | number) => Promise<void>;

/** A subcommand of `parley-server`, without its arguments and its action. */
export function adminCommand(name: string, description: string) {
  return new Command(name)
    .description(description)
    .addOption(
      new Option("--data <dir>", "data folder").env("PARLEY_DATA").default("data"),
    )
    .allowExcessArguments(false);
}

/** What `--json` is said to do. */
export const JSON_OPTION = ["--json", "print one JSON object instead of text"] as const;

/** The data folder, absolute; the flag counts before the subcommand's name as well as after it. */
export function dataFolder(command: CommandUnknownOpts): string {
  const { parent } = command;
  const isBefore = command.getOptionValueSource("data") !== "cli" &&
    parent?.getOptionValueSource("data") === "cli";
  return resolve((isBefore ? parent : command)!.getOptionValue("data") as string);
}

/** Examples for the end of a subcommand's help. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  parley-server ${line}\n`).join("")}`;
}

/** `1 event`, `2 events`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
