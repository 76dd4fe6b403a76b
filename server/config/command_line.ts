/**
 * The server's options as flags of its command line, and what of them was given.
 * @module
 */
import { Command, type CommandUnknownOpts, Help, Option } from "@commander-js/extra-typings";
import { versionText } from "../../shared/build.ts";
import { OPTION_NAMES, type OptionName, optionOf, propertyOf } from "./options.ts";
import { shown } from "./resolve.ts";

/** The option as a flag. What is given is kept as it is: `resolve.ts` judges it with all the rest. */
export function flagOf(name: OptionName): Option {
  const { placeholder, choices, default: given, defaultText, bare, help, group } = optionOf(name);
  const ofDefault = defaultText?.replaceAll("`", "") ?? shown(name, given);
  const facts = [
    ...(choices ? [choices.join(", ")] : []),
    ...(ofDefault === "–" ? [] : [`default: ${ofDefault}`]),
  ];
  const about = facts.length === 0 ? help : `${help} (${facts.join("; ")})`;
  const option = new Option(`--${name} ${placeholder}`, about)
    .argParser((text, before: string[] | undefined) => [...before ?? [], text])
    .helpGroup(`${group}:`);
  if (bare) option.preset("on");
  // For completions: it is not commander that judges.
  if (choices) option.argChoices = [...choices];
  // For completions and the manual; it is not commander that judges.
  if (choices) option.argChoices = [...choices];
  return option;
}

/** What the command line gives for the options, before a subcommand's name and after it. */
export function flagsOf(command: CommandUnknownOpts): Map<OptionName, readonly string[]> {
  const given = new Map<OptionName, readonly string[]>();
  for (let at: CommandUnknownOpts | null = command; at; at = at.parent) {
    for (const name of OPTION_NAMES) {
      const property = propertyOf(name);
      if (given.has(name) || at.getOptionValueSource(property) !== "cli") continue;
      given.set(name, at.getOptionValue(property) as string[]);
    }
  }
  return given;
}

/** The command line, without its action and its subcommands. */
export function serverCommand() {
  const command = new Command("parley-server")
    .description("Serves a Parley chat: accounts, rooms and their history, in one data folder.")
    .version(versionText())
    .configureHelp({
      optionDescription(option) {
        const isOurs = OPTION_NAMES.some((name) => option.long === `--${name}`);
        return isOurs ? option.description : new Help().optionDescription(option);
      },
    })
    .addHelpText(
      "after",
      "\nEach option can be given as an environment variable too, e.g. PARLEY_IDLE_TIMEOUT=600, or in a\n" +
        'file, e.g. { "idle-timeout": 600 }; "parley-server config" checks, prints and explains them.\n' +
        "On its terminal, q and Enter stop the server, i and Enter make an invitation.\n",
    )
    .allowExcessArguments(false);
  for (const name of OPTION_NAMES) command.addOption(flagOf(name));
  return command;
}
