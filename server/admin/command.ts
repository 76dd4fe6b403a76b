/**
 * What the operator's subcommands have in common: their options, and how they end.
 * @module
 */
import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { resolve } from "node:path";
import { ParleyError } from "../../shared/errors.ts";
import { flagOf, flagsOf } from "../config/command_line.ts";
import { readConfig } from "../config/read.ts";
import { DESCRIPTIONS, type SubcommandName } from "./descriptions.ts";

/** Runs what a subcommand does, and ends the process with the exit code that it gives. */
export type Finish = (run: () => Promise<number> | number) => Promise<void>;

/** A subcommand of `parley-server`, without its arguments and its action. */
export function adminCommand<Name extends SubcommandName>(name: Name) {
  return new Command(name)
    .description(DESCRIPTIONS[name])
    .addOption(flagOf("data"))
    // So that what to use instead is told, rather than that there is no such option.
    .addOption(flagOf("database").hideHelp())
    .addOption(flagOf("config"))
    .allowExcessArguments(false);
}

/** What `--json` is said to do. */
export const JSON_OPTION = ["--json", "print one JSON object instead of text"] as const;

/** What does in PostgreSQL what a subcommand does in a data folder. */
const INSTEAD: Partial<Record<SubcommandName, string>> = {
  "backup":
    "Back it up with pg_dump --format=custom --file=FILE DATABASE, or keep base backups and " +
    "the write-ahead log (pg_basebackup).",
  "restore": "Restore what pg_dump made with pg_restore --dbname=DATABASE FILE.",
  "export":
    'Move it into a folder with "parley-server migrate --from DATABASE --to sqlite:FOLDER", ' +
    "and export that.",
  "import": "Import into an empty folder, and move that into an empty database with " +
    '"parley-server migrate --from sqlite:FOLDER --to DATABASE".',
  "doctor":
    "Examine it with pg_amcheck; checksums of its pages are initdb --data-checksums. Or move " +
    'it into a folder with "parley-server migrate", and examine that.',
  "retention":
    'Ask it: psql --command "SELECT name, retention, erased FROM room WHERE retention > 0" ' +
    "DATABASE.",
};

/**
 * The data folder, absolute, whichever way it was given.
 *
 * @throws {ParleyError} `conflict` if the server's data are in PostgreSQL, unless a folder was named besides.
 */
export async function dataFolder(command: CommandUnknownOpts): Promise<string> {
  const { data, database } = await readConfig(command);
  const flags = flagsOf(command);
  if (database === undefined || flags.has("data") && !flags.has("database")) return resolve(data);
  throw new ParleyError(
    "conflict",
    `"parley-server ${command.name()}" works on a data folder, and this server's data are in PostgreSQL. ` +
      INSTEAD[command.name() as SubcommandName],
  );
}

/** Examples for the end of a subcommand's help. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  parley-server ${line}\n`).join("")}`;
}

/** `1 event`, `2 events`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
