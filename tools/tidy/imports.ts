/**
 * Checks of what imports what: the direction between the parts, cycles, where packages come from.
 * @module
 */
import { type Import, isTestCode, type Problem, type Source } from "./source.ts";

interface Rule {
  /** Files whose path starts so … */
  from: string;
  /** … import nothing of ours but what starts so, … */
  only?: string[];
  /** … or nothing that starts so. */
  never?: string[];
}

/** Type-only imports count too: whoever knows the other's types depends on it. */
const RULES: readonly Rule[] = [
  { from: "shared/", only: ["shared/"] },
  { from: "server/chat/", only: ["server/chat/", "shared/"] },
  { from: "cli/app/", never: ["cli/terminal/", "shared/net/"] },
  { from: "cli/editor/", never: ["cli/terminal/", "shared/net/"] },
  { from: "cli/view/", never: ["cli/terminal/", "shared/net/"] },
  { from: "server/", never: ["cli/", "web/"] },
  { from: "cli/", never: ["server/", "web/"] },
  { from: "web/", never: ["server/", "cli/"] },
];

function isIn(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(folder));
}

export function checkDirection({ path, imports }: Source): Problem[] {
  const problems: Problem[] = [];
  for (const { target, line } of imports) {
    if (target === undefined || !/\.tsx?$/.test(target)) continue;
    if (isTestCode(target)) {
      if (isTestCode(path)) continue;
      const message = `It imports ${target}; expected that of tests, benchmarks and tools only.`;
      problems.push({ file: path, line, message });
      continue;
    }
    for (const { from, only, never } of RULES) {
      if (!path.startsWith(from)) continue;
      if (only && !isIn(target, only)) {
        const message = `It imports ${target}; expected ${from} to import nothing of ours but ` +
          `${only.join(" and ")}.`;
        problems.push({ file: path, line, message });
      }
      if (never && isIn(target, never)) {
        const message = `It imports ${target}; expected ${from} never to import ${
          never.join(" or ")
        }.`;
        problems.push({ file: path, line, message });
      }
    }
  }
  return problems;
}

/** The name of the package that a bare specifier means: `@scope/name/part` → `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

function judgeSpecifier({ specifier }: Import, packages: ReadonlySet<string>): string | undefined {
  if (specifier.startsWith(".")) {
    return /\.[a-z]+$/.test(specifier) ? undefined : "expected the file's name with its ending";
  }
  if (specifier.startsWith("node:")) return undefined;
  const scheme = /^[a-z]+:/.exec(specifier)?.[0];
  if (scheme) return `expected a package of deno.json without ${scheme}, node:… or a relative path`;
  if (!packages.has(packageOf(specifier))) return "expected a package that deno.json lists";
  return undefined;
}

/** @param packages the names that deno.json's import map holds. */
export function checkSpecifiers(source: Source, packages: ReadonlySet<string>): Problem[] {
  return source.imports.flatMap((each) => {
    const expected = judgeSpecifier(each, packages);
    if (expected === undefined) return [];
    const message = `It imports "${each.specifier}"; ${expected}.`;
    return [{ file: source.path, line: each.line, message }];
  });
}

/** Packages that are needed without being imported by their names. */
const NOT_IMPORTED = new Set([
  "@types/pg", // named in a comment, @ts-types
  "@types/ws", // likewise
  "commander", // a peer of @commander-js/extra-typings
]);

/** Packages of deno.json that nothing imports. */
export function checkUnused(sources: readonly Source[], packages: ReadonlySet<string>): Problem[] {
  const used = new Set(
    sources.flatMap(({ imports }) => imports.map((i) => packageOf(i.specifier))),
  );
  return [...packages].filter((name) => !used.has(name) && !NOT_IMPORTED.has(name)).map((name) => ({
    file: "deno.json",
    line: 1,
    message: `It lists ${name}, which nothing imports; expected it to be taken out.`,
  }));
}

/** Cycles of imports. Type-only imports are exempt: nothing of them is left at run time. */
export function checkCycles(sources: readonly Source[]): Problem[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const way: string[] = [];
  const problems: Problem[] = [];

  function visit(path: string, line: number): void {
    const start = way.indexOf(path);
    if (start >= 0) {
      const cycle = [...way.slice(start), path].join(" → ");
      const message =
        `It closes a cycle of imports (${cycle}); expected none. Move what both need ` +
        "into a file of its own.";
      problems.push({ file: way[way.length - 1], line, message });
      return;
    }
    const source = byPath.get(path);
    if (!source || done.has(path)) return;
    way.push(path);
    for (const { target, typeOnly, line } of source.imports) {
      if (target !== undefined && !typeOnly) visit(target, line);
    }
    way.pop();
    done.add(path);
  }

  for (const { path } of sources) visit(path, 1);
  return problems;
}
