/**
 * Every option of the client: its values, its default, and what it is for. The configuration file, `/set`,
 * `parley config` and the user guide are all made of this table.
 * @module
 */
import * as v from "valibot";
import { isKeyCommand, parseChord } from "../editor/keymap.ts";
import { THEMES } from "../view/theme.ts";

interface Option<Schema extends v.GenericSchema> {
  schema: Schema;
  default: v.InferOutput<Schema>;
  /** The values, as a person reads them. */
  values: string;
  help: string;
}

function option<Schema extends v.GenericSchema>(
  schema: Schema,
  given: v.InferOutput<Schema>,
  values: string,
  help: string,
): Option<Schema> {
  return { schema, default: given, values, help };
}

const oneOf = <const Names extends readonly string[]>(
  names: Names,
  given: Names[number],
  help: string,
) =>
  option(
    v.picklist(names, `is one of ${names.join(", ")}`),
    given,
    names.map((name) => `\`${name}\``).join(", "),
    help,
  );

const yesOrNo = (given: boolean, help: string) =>
  option(v.boolean("is true or false"), given, "`true`, `false`", help);

const Chord = v.pipe(
  v.string(),
  v.check(
    (text) => parseChord(text) !== undefined,
    (issue) => `has no key "${issue.input}"; write keys as ctrl-k, alt-enter, f5 or ctrl-x ctrl-e`,
  ),
);

const KeyCommandName = v.pipe(
  v.string("names what a key does"),
  v.check(
    isKeyCommand,
    (issue) => `knows no command "${issue.input}"; parley config keys lists them`,
  ),
);

export const OPTIONS = {
  "view": oneOf(
    ["inline", "fullscreen"],
    "inline",
    "The view to begin with, unless `--view` says otherwise.",
  ),
  "theme": oneOf(
    ["auto", ...THEMES],
    "auto",
    "Colours for a dark or a light background, with more contrast, or none; `auto` asks the terminal.",
  ),
  "colours": option(
    v.picklist(
      ["auto", "none", "16", "256", "true"],
      "is one of auto, none, 16, 256, true",
    ),
    "auto",
    "`auto`, `none`, `16`, `256`, `true`",
    "How many colours the terminal shows; `auto` goes by NO_COLOR, COLORTERM and TERM.",
  ),
  "title": yesOrNo(true, "Say in the terminal's title how much is unread."),
  "notify.bell": yesOrNo(true, "Ring the terminal's bell, once in five seconds at the most."),
  "notify.desktop": oneOf(
    ["auto", "terminal", "command", "none"],
    "auto",
    "Show a notification: `terminal` lets the terminal do it (OSC 9 or 777), `command` runs a " +
      "program, `auto` takes the first of them that works here.",
  ),
  "notify.terminal": oneOf(
    ["auto", "osc9", "osc777"],
    "auto",
    "The sequence for that; `auto` goes by the terminal's name.",
  ),
  "notify.command": option(
    v.array(v.string("is a list of texts"), "is a list of texts"),
    [],
    "a list of words",
    "The program and its arguments, without a shell: `{title}` and `{text}` become the notification's. " +
      "Empty: notify-send, osascript or PowerShell, whichever there is.",
  ),
  "notify.preview": yesOrNo(true, "Show the message in the notification, not only who wrote."),
  "check-names": yesOrNo(true, "Ask before sending an @name that is nearly one of those here."),
  "keep-drafts": yesOrNo(true, "Keep drafts, and messages not yet sent, until the next start."),
  "keys": option(
    v.record(Chord, KeyCommandName, 'is {"keys": "command"}'),
    {},
    '`{"keys": "command"}`',
    "What keys do; `none` takes a default away. `parley config keys` lists keys and commands.",
  ),
} as const;

export type OptionName = keyof typeof OPTIONS;

export type Config = {
  readonly [Name in OptionName]: v.InferOutput<typeof OPTIONS[Name]["schema"]>;
};

export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];

export const DEFAULT_CONFIG = Object.fromEntries(
  Object.entries(OPTIONS).map(([name, option]) => [name, option.default]),
) as unknown as Config;

export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

/** What is wrong with an option's value, after the option's name; `undefined` if nothing is. */
export function judgeValue(name: OptionName, value: unknown): v.BaseIssue<unknown> | undefined {
  return v.safeParse(OPTIONS[name].schema as v.GenericSchema, value).issues?.[0];
}

/** The configuration with one option changed. The value has been judged. */
export function withOption(config: Config, name: OptionName, value: unknown): Config {
  return { ...config, [name]: value };
}
