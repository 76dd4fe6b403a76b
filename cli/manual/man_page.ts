/**
 * The manual page of `parley`, in the macros of man(7).
 * @module
 */
import { VERSION } from "../../shared/version.ts";
import { allOf, type CommandInfo, type OptionInfo } from "./command_tree.ts";
import { EXIT_CODES } from "./exit_codes.ts";

const ENVIRONMENT: Readonly<Record<string, string>> = {
  PARLEY_SERVER: "The server, as --server.",
  PARLEY_USER: "Your name there, as --user.",
  PARLEY_TOKEN: "A token, used in place of a session.",
  PARLEY_PASSWORD: "The password, where none can be asked for.",
  PARLEY_DEBUG: "1 shows where an error comes from.",
  NO_COLOR: "Any value turns colours off.",
};

/** @param tree `parley` itself. */
export function manPage(tree: CommandInfo): string {
  const [, ...commands] = allOf(tree);
  return [
    `.TH PARLEY 1 "" "parley ${VERSION}" "User Commands"`,
    ".SH NAME",
    `parley \\- ${escape("chat in the terminal, and from scripts")}`,
    ".SH SYNOPSIS",
    ".B parley",
    escape("[options] [command]"),
    ".SH DESCRIPTION",
    escape("Without a command it opens the chat, where /help lists what can be done."),
    escape("Options of the first list may stand before or after the command's name."),
    ".SH OPTIONS",
    ...tree.options.flatMap(optionLines),
    ".SH COMMANDS",
    ...commands.flatMap(commandLines),
    ".SH EXIT STATUS",
    ...Object.entries(EXIT_CODES).flatMap(([code, meaning]) => item(code, meaning)),
    ".SH ENVIRONMENT",
    ...Object.entries(ENVIRONMENT).flatMap(([name, meaning]) => item(name, meaning)),
    "",
  ].join("\n");
}

function commandLines({ path, aliases, parameters, description, options }: CommandInfo): string[] {
  const usage = ["parley", ...path, ...parameters.map((each) => each.usage)].join(" ");
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
