/**
 * Reads and changes the text of the client's configuration file.
 * @module
 */
import { applyEdits, modify } from "jsonc-parser";
import { type FileProblem, parseOptionsFile } from "../../shared/options_file.ts";
import {
  type Config,
  DEFAULT_CONFIG,
  judgeValue,
  OPTION_NAMES,
  type OptionName,
} from "./options.ts";

export { describeProblem } from "../../shared/options_file.ts";

/** The options that the text gives, the others at their defaults, and all that is wrong with it. */
export function parseConfig(text: string): { config: Config; problems: FileProblem[] } {
  const { given, problems } = parseOptionsFile(text, OPTION_NAMES, (name, value) => {
    const issue = judgeValue(name, value);
    if (!issue) return { value };
    return { issue: issue.message, path: issue.path?.map(({ key }) => key as string | number) };
  });
  const values = [...given].map(([name, { value }]) => [name, value]);
  return { config: { ...DEFAULT_CONFIG, ...Object.fromEntries(values) }, problems };
}

/** The text with one option set; comments and the rest stay. */
export function withSetting(text: string, name: OptionName, value: unknown): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: "\n" };
  const edits = modify(text, [name], value, { formattingOptions });
  return applyEdits(text, edits).trimEnd() + "\n";
}
