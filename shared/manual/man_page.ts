/**
 * The manual page of a program, in the macros of man(7).
 * @module
 */
import { VERSION } from "../version.ts";
import { allOf, type CommandInfo, type OptionInfo } from "./command_tree.ts";

export interface PageFacts {
  program: string;
  /** Of the manual: 1 for programs of users, 8 for those of administrators. */
  section: 1 | 8;
  title: string;
  /** Sentences. */
  about: readonly string[];
  exitCodes: Readonly<Record<string, string>>;
  /** Variables and what they are for. */
  environment: Readonly<Record<string, string>>;
}

const MANUALS = { 1: "User Commands", 8: "System Administration" } as const;

/** @param tree the program's own. */
export function manPage(tree: CommandInfo, facts: PageFacts): string {
  const { program, section, title, about, exitCodes, environment } = facts;
  const [, ...commands] = allOf(tree);
  return [
    `.TH ${escape(program.toUpperCase())} ${section} "" "parley ${VERSION}" "${MANUALS[section]}"`,
    ".SH NAME",
    `${escape(program)} \\- ${escape(title)}`,
    ".SH SYNOPSIS",
    `.B ${escape(program)}`,
    escape("[options] [command]"),
    ".SH DESCRIPTION",
    ...about.map(escape),
    ".SH OPTIONS",
    ...tree.options.flatMap(optionLines),
    ".SH COMMANDS",
    ...commands.flatMap((command) => commandLines(program, command)),
    ".SH EXIT STATUS",
    ...Object.entries(exitCodes).flatMap(([code, meaning]) => item(code, meaning)),
    ".SH ENVIRONMENT",
    ...Object.entries(environment).flatMap(([name, meaning]) => item(name, meaning)),
    "",
  ].join("\n");
}

function commandLines(
  program: string,
  { path, aliases, parameters, description, options }: CommandInfo,
): string[] {
  const usage = [program, ...path, ...parameters.map((each) => each.usage)].join(" ");
  const also = aliases.length === 0 ? "" : ` (also ${aliases.join(", ")})`;
  return [
    `.SS "${escape(usage).replaceAll('"', "\\(dq")}"`,
    escape(description + also),
    ...parameters.filter((each) => each.description !== "")
      .flatMap((each) => item(each.usage, each.description)),
    ...options.flatMap(optionLines),
  ];
}

function optionLines({ name, short, value, choices, description }: OptionInfo): string[] {
  const names = [...(short ? [short] : []), name].join(", ");
  const possible = choices && !description.includes(choices[0]) ? ` (${choices.join(", ")})` : "";
  return item(value === undefined ? names : `${names} ${value}`, description + possible);
}

function item(term: string, text: string): string[] {
  return [".TP", `.B ${escape(term)}`, escape(text)];
}

/** Text that roff takes as it is: hyphens that can be copied, no line that looks like a request. */
function escape(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^(?=[.'])/, "\\&");
}
