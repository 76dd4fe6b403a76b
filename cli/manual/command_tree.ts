/**
 * The commands of `parley` as plain data, read off the command line's own definition: what its manual page
 * and the completions of shells are made of.
 * @module
 */
import type { Argument, CommandUnknownOpts, Option } from "@commander-js/extra-typings";

export interface OptionInfo {
  /** `--room`. */
  name: string;
  /** `-h`. */
  short?: string;
  /** `<name>`, where it takes a value. */
  value?: string;
  choices?: readonly string[];
  description: string;
}

export interface CommandInfo {
  /** The words after `parley`: `["token", "create"]`; none for `parley` itself. */
  path: readonly string[];
  aliases: readonly string[];
  description: string;
  /** `[text...]`, with what it is. */
  parameters: readonly { usage: string; description: string }[];
  /** Its own, not those that every command takes. */
  options: readonly OptionInfo[];
  /** Below it. */
  commands: readonly CommandInfo[];
}

export function treeOf(command: CommandUnknownOpts, path: readonly string[] = []): CommandInfo {
  return {
    path,
    aliases: command.aliases(),
    description: command.description(),
    parameters: command.registeredArguments.map(parameterOf),
    options: command.options.map(optionOf),
    commands: command.commands.map((each) => treeOf(each, [...path, each.name()])),
  };
}

/** The command and all below it, each before its own. */
export function allOf(command: CommandInfo): CommandInfo[] {
  return [command, ...command.commands.flatMap(allOf)];
}

/** True if the option's value is a path, which a shell can complete. */
export function takesPath({ value }: OptionInfo): boolean {
  return value !== undefined && /file|path|folder|program/.test(value);
}

function parameterOf(argument: Argument): { usage: string; description: string } {
  const name = argument.name() + (argument.variadic ? "..." : "");
  return {
    usage: argument.required ? `<${name}>` : `[${name}]`,
    description: argument.description,
  };
}

function optionOf({ flags, long, short, argChoices, description }: Option): OptionInfo {
  return {
    name: long!,
    short: short ?? undefined,
    value: /[<[].+[\]>]$/.exec(flags)?.[0],
    choices: argChoices,
    description,
  };
}
