/**
 * Checks of one file for itself: its opening comment, its length, its name, what it uses of Deno.
 * @module
 */
import { posix } from "node:path";
import { isTestCode, lineOf, type Problem, type Source } from "./source.ts";

const MOST_LINES = 300;

/** The files of the program that may say `Deno`: what has to be written anew for another runtime. */
export const ADAPTERS: readonly string[] = [
  "cli/terminal/deno_program.ts",
  "cli/terminal/deno_tty.ts",
  "server/gateway/listener/deno_serve.ts",
  "server/operator/deno_unix.ts",
];

/** The comment that a file opens with, without its stars. */
function openingComment(text: string): string | undefined {
  const comment = /^(?:#!.*\n)?\/\*\*([\s\S]*?)\*\//.exec(text)?.[1];
  return comment?.replace(/^\s*\* ?/gm, "").trim();
}

/** A test's subject is the file beside it, and its tests' names say the rest: it needs no comment. */
export function checkHeader({ path, text }: Source): Problem[] {
  if (path.endsWith("_test.ts")) return [];
  const problem = (message: string) => [{ file: path, line: 1, message }];
  const comment = openingComment(text);
  if (comment === undefined) {
    return problem(
      "It has no opening comment; expected /** one sentence on what it is for. @module */.",
    );
  }
  if (!/^@module$/m.test(comment)) return problem("Its opening comment has no line @module.");
  const first = comment.split("\n\n")[0].replace(/\n?@module$/, "").trim();
  if (!/^\S[\s\S]*[.:]$/.test(first)) {
    return problem("Its opening comment starts with no sentence; expected one on what it is for.");
  }
  return [];
}

export function checkLength({ path, text }: Source): Problem[] {
  const lines = text.replace(/\n$/, "").split("\n").length;
  if (lines <= MOST_LINES || /longer because/i.test(openingComment(text) ?? "")) return [];
  return [{
    file: path,
    line: MOST_LINES + 1,
    message:
      `It has ${lines} lines; expected ${MOST_LINES} at most, or "Longer because …" in its ` +
      "opening comment. Split it by what its parts are for.",
  }];
}

export function checkFileName({ path }: Source): Problem[] {
  if (!/^(utils?|helpers?|misc|common)\.ts$/.test(posix.basename(path))) return [];
  return [{
    file: path,
    line: 1,
    message: "Its name says nothing; expected what its content is for.",
  }];
}

export function checkDeno({ path, text, code }: Source, adapters = ADAPTERS): Problem[] {
  if (isTestCode(path) || adapters.includes(path)) return [];
  return [...code.matchAll(/\bDeno\b/g)].map(({ index }) => ({
    file: path,
    line: lineOf(text, index),
    message: `It says Deno; expected that in adapters only (${adapters.join(", ")}). Use a web ` +
      "standard or a node: module.",
  }));
}

/** Adapters that are no more: the list has to stay true. */
export function checkAdapters(sources: readonly Source[], adapters = ADAPTERS): Problem[] {
  return adapters
    .filter((path) => !sources.some((s) => s.path === path && /\bDeno\b/.test(s.code)))
    .map((path) => ({
      file: path,
      line: 1,
      message:
        "It is listed as an adapter, but doesn't exist or doesn't say Deno; expected it to be " +
        "taken off the list in tools/tidy/files.ts.",
    }));
}
