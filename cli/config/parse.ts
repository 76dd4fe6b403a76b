/**
 * Reads and changes the text of a configuration file: JSON with comments, of which every problem is
 * told with its line and column.
 * @module
 */
import {
  applyEdits,
  findNodeAtLocation,
  modify,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { nearestNames } from "../../shared/names.ts";
import {
  type Config,
  DEFAULT_CONFIG,
  isOptionName,
  judgeValue,
  OPTION_NAMES,
  type OptionName,
} from "./options.ts";

export interface ConfigProblem {
  /** From 1. */
  line: number;
  column: number;
  message: string;
}

const SYNTAX = { allowTrailingComma: true };

/** The options that the text gives, the others at their defaults, and all that is wrong with it. */
export function parseConfig(text: string): { config: Config; problems: ConfigProblem[] } {
  if (text.trim() === "") return { config: DEFAULT_CONFIG, problems: [] };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, SYNTAX);
  const at = (offset: number, message: string): ConfigProblem => ({
    ...place(text, offset),
    message,
  });
  const problems = errors.map(({ error, offset }) =>
    at(offset, `This is not JSON: ${words(printParseErrorCode(error))}.`)
  );
  // What could be read of broken JSON is not what was meant.
  if (!tree || problems.length > 0) return { config: DEFAULT_CONFIG, problems };
  if (tree.type !== "object") {
    return { config: DEFAULT_CONFIG, problems: [at(tree.offset, "Expected { options }.")] };
  }
  const given: Partial<Record<OptionName, unknown>> = {};
  for (const { children } of tree.children ?? []) {
    const [key, value] = children!;
    const name: string = key.value;
    if (!isOptionName(name)) problems.push(at(key.offset, unknownOption(name)));
    else if (Object.hasOwn(given, name)) problems.push(at(key.offset, `"${name}" comes twice.`));
    else {
      const plain = valueOf(value);
      const issue = judgeValue(name, plain);
      if (issue) {
        const path = issue.path?.map(({ key }) => key as string | number) ?? [];
        const inside = findNodeAtLocation(value, path) ?? value;
        problems.push(at(inside.offset, `"${name}" ${issue.message}.`));
      } else given[name] = plain;
    }
  }
  return { config: { ...DEFAULT_CONFIG, ...given } as Config, problems };
}

/** The text with one option set; comments and the rest stay. */
export function withSetting(text: string, name: OptionName, value: unknown): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: "\n" };
  const edits = modify(text, [name], value, { formattingOptions });
  return applyEdits(text, edits).trimEnd() + "\n";
}

export function unknownOption(name: string): string {
  const [near] = nearestNames(name, OPTION_NAMES, 1);
  return `There is no option "${name}".${near === undefined ? "" : ` Did you mean "${near}"?`}`;
}

/** The value that a node stands for, without a prototype that its keys could reach. */
function valueOf(node: Node): unknown {
  if (node.type === "array") return node.children!.map(valueOf);
  if (node.type !== "object") return node.value;
  return Object.fromEntries(
    node.children!.map(({ children }) => [children![0].value, valueOf(children![1])]),
  );
}

function place(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: Array.from(before.at(-1)!).length + 1 };
}

/** `CommaExpected` as `comma expected`. */
function words(code: string): string {
  return code.replaceAll(/(?<!^)([A-Z])/g, " $1").toLowerCase();
}
