/**
 * Reads a TypeScript file as far as the checks need it: its code without comments and texts, and its
 * imports.
 * @module
 */
import { posix } from "node:path";

/** Something that breaks a rule. `line` counts from 1. */
export interface Problem {
  file: string;
  line: number;
  /** What was found, and what was expected. */
  message: string;
}

export interface Import {
  /** As it is written. */
  specifier: string;
  /** Path from the root of the repository, for a relative specifier. */
  target?: string;
  /** Nothing of it is left at run time: `import type`, or `type` before each name. */
  typeOnly: boolean;
  line: number;
}

export interface Source {
  /** From the root of the repository, with `/`. */
  path: string;
  text: string;
  /** The text with comments, strings and regular expressions blanked: each character in its place. */
  code: string;
  imports: Import[];
}

/** Words after which a `/` starts a regular expression. */
const BEFORE_REGEXP =
  /(^|[^\w$.])(await|case|delete|do|else|in|of|return|throw|typeof|void|yield)$/;

/** Comments, strings, templates up to their first `${`, regular expressions: what is not code. */
const TOKENS = {
  lineComment: /\/\/[^\n]*/y,
  blockComment: /\/\*[\s\S]*?\*\//y,
  string: /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y,
  /** From a backtick, or from the `}` that ends a substitution, to the next backtick or `${`. */
  template: /[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y,
  regexp: /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y,
};

function match(token: RegExp, text: string, at: number): string | undefined {
  token.lastIndex = at;
  return token.exec(text)?.[0];
}

function mayBeRegexp(codeBefore: string): boolean {
  const before = codeBefore.trimEnd();
  return !/[\w$)\]}"'`]$/.test(before) || BEFORE_REGEXP.test(before);
}

/** Blanks what is not code. Quotes stay, so that a string's place shows. */
function blank(text: string): string {
  let code = "";
  // For each template that is open: how many braces are open in its substitution.
  const substitutions: number[] = [];
  while (code.length < text.length) {
    const at = code.length;
    const char = text[at];
    const endsSubstitution = char === "}" && substitutions.at(-1) === 0;
    const token = char === "/"
      ? match(TOKENS.lineComment, text, at) ?? match(TOKENS.blockComment, text, at) ??
        (mayBeRegexp(code) ? match(TOKENS.regexp, text, at) : undefined)
      : char === '"' || char === "'"
      ? match(TOKENS.string, text, at)
      : char === "`" || endsSubstitution
      ? match(TOKENS.template, text, at)
      : undefined;
    if (token === undefined) {
      if (substitutions.length > 0) {
        if (char === "{") substitutions[substitutions.length - 1]++;
        if (char === "}") substitutions[substitutions.length - 1]--;
      }
      code += char;
      continue;
    }
    if (endsSubstitution) substitutions.pop();
    if (/^[`}]/.test(token) && token.endsWith("${")) substitutions.push(0);
    const quote = /^["'`]/.test(token);
    const blanks = token.replace(/[^\n]/g, " ");
    code += quote ? token[0] + blanks.slice(2) + token.at(-1) : blanks;
  }
  return code;
}

const STATIC_IMPORT = /\b(?:import|export)\b(\s+type\b)?([\w\s{},*$]*\bfrom)?\s*(?=["'])/g;
const DYNAMIC_IMPORT = /\bimport\s*\(\s*(?=["'])/g;

function isTypeOnly(keyword: string | undefined, clause: string | undefined): boolean {
  if (keyword !== undefined) return true;
  const names = /^\s*\{([^}]*)\}/.exec(clause ?? "")?.[1].split(",").filter((name) => name.trim());
  return names !== undefined && names.length > 0 && names.every((name) => /^\s*type\s/.test(name));
}

export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

export function readSource(path: string, text: string): Source {
  const code = blank(text);
  const imports: Import[] = [];
  const add = (start: number, end: number, typeOnly: boolean) => {
    const close = code.indexOf(code[end], end + 1);
    const specifier = text.slice(end + 1, close);
    const target = specifier.startsWith(".")
      ? posix.join(posix.dirname(path), specifier)
      : undefined;
    imports.push({ specifier, target, typeOnly, line: lineOf(text, start) });
  };
  for (const found of code.matchAll(STATIC_IMPORT)) {
    add(found.index, found.index + found[0].length, isTypeOnly(found[1], found[2]));
  }
  for (const found of code.matchAll(DYNAMIC_IMPORT)) {
    add(found.index, found.index + found[0].length, false);
  }
  return { path, text, code, imports };
}

/** Folders of test code that stand beside the source. */
const TEST_FOLDERS = /\/(testing|conformance)\//;

/** True for code that is not part of the program: tests and what helps them, benchmarks, tools. */
export function isTestCode(path: string): boolean {
  return /^(tests|bench|tools)\//.test(path) || path.endsWith("_test.ts") ||
    TEST_FOLDERS.test(path);
}
