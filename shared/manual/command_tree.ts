/**
 * The commands of a program as plain data, read off the command line's own definition: what its manual page
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
  /** The words after the program's: `["token", "create"]`; none for the program itself. */
  path: readonly string[];
  aliases: readonly string[];
  description: string;
  /** `[text...]`, with what it is. */
  parameters: readonly { usage: string; description: string }[];
  /** Its own. */
  options: readonly OptionInfo[];
  /** Those of the program that it takes as well. */
  inherited: readonly OptionInfo[];
  /** Below it. */
  commands: readonly CommandInfo[];
}

/** @param inherits whether the program's options may stand behind its subcommands' names, too. */
export function treeOf(command: CommandUnknownOpts, inherits: boolean): CommandInfo {
  return below(command, [], inherits ? optionsOf(command) : []);
}

function below(
  command: CommandUnknownOpts,
  path: readonly string[],
  inherited: readonly OptionInfo[],
): CommandInfo {
  return {
    path,
    aliases: command.aliases(),
    description: command.description(),
    parameters: command.registeredArguments.map(parameterOf),
    options: optionsOf(command),
    inherited: path.length === 0 ? [] : inherited,
    commands: command.commands.map((each) => below(each, [...path, each.name()], inherited)),
  };
}

/** The command and all below it, each before its own. */
export function allOf(command: CommandInfo): CommandInfo[] {
  return [command, ...command.commands.flatMap(allOf)];
}

/** True if the option's value is a path, which a shell can complete. */
export function takesPath({ value }: OptionInfo): boolean {
  return value !== undefined && /file|path|folder|dir|program/.test(value);
}

function parameterOf(argument: Argument): { usage: string; description: string } {
  const name = argument.name() + (argument.variadic ? "..." : "");
  return {
    usage: argument.required ? `<${name}>` : `[${name}]`,
    description: argument.description,
  };
}

function optionsOf(command: CommandUnknownOpts): OptionInfo[] {
  return command.options.filter(({ hidden }) => !hidden).map(optionOf);
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
