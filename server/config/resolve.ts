/**
 * Flags over environment over file over defaults: one value for each option, and where it came from.
 * @module
 */
import { dirname, resolve } from "node:path";
import { describeProblem, type OptionsFile } from "../../shared/options_file.ts";
import {
  type Config,
  defaultOf,
  judge,
  OPTION_NAMES,
  type OptionName,
  optionOf,
  propertyOf,
  variableOf,
} from "./options.ts";

export interface Sources {
  /** What the command line gives, each flag's texts in order. */
  flags: ReadonlyMap<OptionName, readonly string[]>;
  environment: Readonly<Record<string, string | undefined>>;
  file?: { path: string; content: OptionsFile<OptionName> };
  /** Of this machine. */
  cores: number;
}

/** One option's value. */
export interface Setting {
  value: unknown;
  from: "flag" | "environment" | "file" | "default";
  /** `--port`, `PARLEY_PORT`, `/etc/parley.jsonc:3`; empty for a default. */
  place: string;
}

export interface Resolved {
  settings: ReadonlyMap<OptionName, Setting>;
  /** All that is wrong; then some values are the defaults in place of what was meant. */
  problems: readonly string[];
}

export function resolveSources(sources: Sources): Resolved {
  const { file } = sources;
  const problems = file?.content.problems.map((each) => describeProblem(file.path, each)) ?? [];
  const settings = OPTION_NAMES.map((name) => [name, settingOf(name, sources, problems)] as const);
  const of = new Map(settings);
  if (of.get("broker")!.value !== undefined && of.get("database")!.value === undefined) {
    problems.push("--broker needs --database: the nodes of a cluster share one.");
  }
  return { settings: of, problems };
}

/** The values as the server takes them. */
export function configOf({ settings }: Resolved): Config {
  return Object.fromEntries(
    [...settings].map(([name, { value }]) => [propertyOf(name), value]),
  ) as Config;
}

/** The value in words that a person may see, secrets left out. */
export function shown(name: OptionName, value: unknown): string {
  const { mask, choices } = optionOf(name);
  if (value === undefined) return "–";
  if (typeof value === "boolean" && choices) return value ? "on" : "off";
  if (Array.isArray(value)) return value.length === 0 ? "–" : value.join(", ");
  return mask ? mask(String(value)) : String(value);
}

function settingOf(name: OptionName, sources: Sources, problems: string[]): Setting {
  const { flags, environment, file, cores } = sources;
  const ofDefault: Setting = { value: defaultOf(name, cores), from: "default", place: "" };
  const judged = (texts: readonly string[], from: Setting["from"], place: string): Setting => {
    const judgement = judge(name, readTexts(name, texts));
    if ("value" in judgement) return { value: judgement.value, from, place };
    problems.push(`${place} ${judgement.issue}.`);
    return ofDefault;
  };
  const given = flags.get(name);
  if (given) return judged(given, "flag", `--${name}`);
  const variable = environment[variableOf(name)];
  // Service managers and compose files set what is not given to nothing.
  if (variable !== undefined && variable !== "") {
    return judged([variable], "environment", variableOf(name));
  }
  const inFile = file?.content.given.get(name);
  if (!file || !inFile) return ofDefault;
  const place = `${file.path}:${inFile.line}`;
  if (!optionOf(name).path) return { value: inFile.value, from: "file", place };
  return { value: resolve(dirname(file.path), inFile.value as string), from: "file", place };
}

function readTexts(name: OptionName, texts: readonly string[]): unknown {
  const { list, read } = optionOf(name);
  if (!list) return read(texts.at(-1)!);
  return texts.flatMap((text) => text.split(",")).map((part) => part.trim())
    .filter((part) => part !== "").map(read);
}
