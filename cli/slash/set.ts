/**
 * `/set`: options of the client, for this run or for good.
 * @module
 */
import {
  type Config,
  isOptionName,
  judgeValue,
  OPTION_NAMES,
  type OptionName,
  OPTIONS,
  withOption,
} from "../config/options.ts";
import { unknownOption } from "../../shared/options_file.ts";
import { print, tell } from "../app/effects.ts";
import { misused, type SlashCommand } from "./command.ts";
import { takeWord } from "./parse.ts";

export const set: SlashCommand = {
  name: "set",
  aliases: [],
  usage: "/set [--save] [option [value]]",
  help: "changes an option for this run, with --save for good; without a value, says what it is",
  inPair: true,
  run(state, call) {
    const first = takeWord(call.args);
    const save = first.word === "--save";
    const { word: name, rest } = save ? takeWord(first.rest) : first;
    if (name === "") {
      if (save) return misused(call, "Say which option.");
      const rows = OPTION_NAMES.map((each) => [shown(state.config, each)]);
      return print(state, { kind: "list", title: "Options:", rows });
    }
    if (!isOptionName(name)) {
      return { refuse: `${unknownOption(name, OPTION_NAMES)} /set lists them.` };
    }
    if (rest === "") {
      if (save) return misused(call, "Say which value.");
      const { help, values } = OPTIONS[name];
      const said = `${shown(state.config, name)}. ${help} (${values})`.replaceAll("`", "");
      return tell(state, "info", said);
    }
    const value = valueOf(rest);
    const issue = judgeValue(name, value);
    if (issue) return { refuse: `"${name}" ${issue.message}.` };
    const config = withOption(state.config, name, value);
    const told = tell({ ...state, config }, "info", `${shown(config, name)}.`);
    if (!save) return told;
    return { ...told, effects: [...told.effects, { type: "save-option", name, value }] };
  },
};

function shown(config: Config, name: OptionName): string {
  return `${name} is ${JSON.stringify(config[name])}`;
}

/** A value as people type it: `on`, `off`, JSON, or a word as it is. */
function valueOf(text: string): unknown {
  if (/^(on|yes)$/i.test(text)) return true;
  if (/^(off|no)$/i.test(text)) return false;
  if (!/^[[{"]|^(true|false)$/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
