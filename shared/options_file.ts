/**
 * Reads the text of a file of options, the client's or the server's: JSON with comments, of which every
 * problem is told with its line and column.
 * @module
 */
import {
  findNodeAtLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { nearestNames } from "./name_key.ts";

export interface FileProblem {
  /** From 1. */
  line: number;
  column: number;
  message: string;
}

/** What a value is taken for. */
export type Judgement =
  | { value: unknown }
  /** What is wrong, after the option's name; and where in the value. */
  | { issue: string; path?: readonly (string | number)[] };

export interface OptionsFile<Name extends string> {
  /** The options that the text gives. */
  given: ReadonlyMap<Name, { value: unknown; line: number; column: number }>;
  problems: FileProblem[];
}

/** @param names of all options. @param judge says what a value is taken for. */
export function parseOptionsFile<Name extends string>(
  text: string,
  names: readonly Name[],
  judge: (name: Name, value: unknown) => Judgement,
): OptionsFile<Name> {
  const given = new Map<Name, { value: unknown; line: number; column: number }>();
  if (text.trim() === "") return { given, problems: [] };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const at = (offset: number, message: string): FileProblem => ({
    ...place(text, offset),
    message,
  });
  const problems = errors.map(({ error, offset }) =>
    at(offset, `This is not JSON: ${words(printParseErrorCode(error))}.`)
  );
  // What could be read of broken JSON is not what was meant.
  if (!tree || problems.length > 0) return { given, problems };
  if (tree.type !== "object") {
    return { given, problems: [at(tree.offset, "Expected { options }.")] };
  }
  for (const { children } of tree.children ?? []) {
    const [key, node] = children!;
    const name = names.find((each) => each === key.value);
    if (name === undefined) problems.push(at(key.offset, unknownOption(key.value, names)));
    else if (given.has(name)) problems.push(at(key.offset, `"${name}" comes twice.`));
    else {
      const judgement = judge(name, valueOf(node));
      if ("issue" in judgement) {
        const inside = findNodeAtLocation(node, [...judgement.path ?? []]) ?? node;
        problems.push(at(inside.offset, `"${name}" ${judgement.issue}.`));
      } else given.set(name, { value: judgement.value, ...place(text, key.offset) });
    }
  }
  return { given, problems };
}

/** As compilers tell of errors, so that editors find the place. */
export function describeProblem(path: string, { line, column, message }: FileProblem): string {
  return `${path}:${line}:${column}: ${message}`;
}

export function unknownOption(name: string, names: readonly string[]): string {
  const [near] = nearestNames(name, names, 1);
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
