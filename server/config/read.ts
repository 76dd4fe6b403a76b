/**
 * Reads the server's configuration from where it may stand: command line, environment, file.
 * @module
 */
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { ParleyError } from "../../shared/errors.ts";
import type { OptionsFile } from "../../shared/options_file.ts";
import { type Config, judge, OPTION_NAMES, type OptionName, optionOf } from "./options.ts";
import { configOf, type Resolved, resolveSources, type Sources } from "./resolve.ts";
import { flagsOf } from "./command_line.ts";

export interface Read extends Resolved {
  /** The configuration file that was read. */
  file: string | undefined;
}

/** Every option's value, and all that is wrong. @param command the command with the flags. */
export async function readSources(command: CommandUnknownOpts): Promise<Read> {
  const sources: Sources = {
    flags: flagsOf(command),
    environment: process.env,
    cores: navigator.hardwareConcurrency,
  };
  const first = resolveSources(sources);
  const named = first.settings.get("config")!.value as string | undefined;
  const folder = first.settings.get("data")!.value as string;
  const path = resolve(named ?? join(folder, "config.jsonc"));
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (named === undefined && (code === "ENOENT" || code === "ENOTDIR")) {
      return { ...first, file: undefined };
    }
    const problem = `The configuration ${path} can't be read: ${message}.`;
    return { ...first, file: path, problems: [problem, ...first.problems] };
  }
  const content = await parseFile(text, named === undefined);
  return { ...resolveSources({ ...sources, file: { path, content } }), file: path };
}

/** @throws {ParleyError} `bad-request` with all that is wrong, a line each. */
export async function readConfig(command: CommandUnknownOpts): Promise<Config> {
  const read = await readSources(command);
  if (read.problems.length === 0) return configOf(read);
  throw new ParleyError(
    "bad-request",
    `The configuration is not right.\n${read.problems.map((each) => `  ${each}`).join("\n")}\n` +
      "parley-server config explain tells what each option takes.",
  );
}

/** @param inDataFolder the file was found by the folder that it is in. */
async function parseFile(text: string, inDataFolder: boolean): Promise<OptionsFile<OptionName>> {
  // Most servers have no file, and it takes its time.
  const { parseOptionsFile } = await import("../../shared/options_file.ts");
  return parseOptionsFile(text, OPTION_NAMES, (name, value) => {
    if (optionOf(name).notInFile) return { issue: "can't stand in a file" };
    if (name === "data" && inDataFolder) {
      return { issue: "can't stand in the data folder's own file; name this file with --config" };
    }
    return judge(name, value);
  });
}
