/**
 * The configuration file: where it is, and how it is read and changed.
 * @module
 */
import { readFile } from "node:fs/promises";
import { ParleyError } from "../../shared/errors.ts";
import { writePrivately } from "../session/write_file.ts";
import { type Config, DEFAULT_CONFIG, type OptionName } from "./options.ts";

/** The text of the file; empty if there is none. @throws {ParleyError} if it can't be read. */
export async function readConfigText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return "";
    const reason = error instanceof Error ? error.message : String(error);
    throw new ParleyError("conflict", `The configuration ${path} can't be read (${reason}).`);
  }
}

/** @throws {ParleyError} `bad-request` with the first problem's line and column. */
export async function readConfig(path: string): Promise<Config> {
  const text = await readConfigText(path);
  if (text === "") return DEFAULT_CONFIG;
  // Only here, since most people have no such file.
  const { describeProblem, parseConfig } = await import("./parse.ts");
  const { config, problems } = parseConfig(text);
  if (problems.length > 0) {
    const more = problems.length === 1 ? "" : " parley config check tells all that is wrong.";
    throw new ParleyError("bad-request", describeProblem(path, problems[0]) + more);
  }
  return config;
}

/** Sets an option in the file. @throws {ParleyError} if the file is not right as it is. */
export async function saveOption(path: string, name: OptionName, value: unknown): Promise<void> {
  await readConfig(path);
  const { withSetting } = await import("./parse.ts");
  await writePrivately(path, withSetting(await readConfigText(path), name, value));
}
