/**
 * Checks what formatter, linter and compiler can't: what imports what, the files' form, and that the
 * documents keep up with the code.
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ERROR_CODES } from "../shared/errors.ts";
import { CLIENT_FRAMES, CLOSE, SERVER_FRAMES } from "../shared/protocol/mod.ts";
import { checkDependencies, checkLimits, checkLinks, checkProtocol } from "./tidy/documents.ts";
import { checkAdapters, checkDeno, checkFileName, checkHeader, checkLength } from "./tidy/files.ts";
import { checkCycles, checkDirection, checkSpecifiers, checkUnused } from "./tidy/imports.ts";
import { type Problem, readSource } from "./tidy/source.ts";

/** Not ours, or made by our tools. Folders that start with a dot are left out too. */
const NOT_SOURCE = new Set(["coverage", "data", "dist", "node_modules"]);

const root = fileURLToPath(new URL("..", import.meta.url));

/** Paths of all files below `folder`, from the root, with `/`. */
function* walk(folder = ""): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(join(root, folder))) {
    if (name.startsWith(".") || (folder === "" && NOT_SOURCE.has(name))) continue;
    const path = folder === "" ? name : `${folder}/${name}`;
    if (isDirectory) yield* walk(path);
    else yield path;
  }
}

function read(path: string): string {
  return Deno.readTextFileSync(join(root, path));
}

const paths = [...walk()].sort();
const files = new Set(paths);
const sources = paths.filter((path) => /\.tsx?$/.test(path))
  .map((path) => readSource(path, read(path)));
const packages = new Set(Object.keys(JSON.parse(read("deno.json")).imports));

/** The checks of a document, or that it is missing. */
function document(path: string, check: (markdown: string) => Problem[]): Problem[] {
  if (files.has(path)) return check(read(path));
  return [{ file: path, line: 1, message: "It doesn't exist; expected this document." }];
}

const problems: Problem[] = [
  ...sources.flatMap((source) => [
    ...checkHeader(source),
    ...checkLength(source),
    ...checkFileName(source),
    ...checkDeno(source),
    ...checkDirection(source),
    ...checkSpecifiers(source, packages),
  ]),
  ...checkAdapters(sources),
  ...checkCycles(sources),
  ...checkUnused(sources, packages),
  ...document("docs/protocol.md", (markdown) =>
    checkProtocol("docs/protocol.md", markdown, {
      clientFrames: Object.keys(CLIENT_FRAMES),
      serverFrames: Object.keys(SERVER_FRAMES),
      closeCodes: CLOSE,
      errorCodes: ERROR_CODES,
    })),
  ...document(
    "docs/dependencies.md",
    (markdown) => checkDependencies("docs/dependencies.md", markdown, packages),
  ),
  ...checkLimits("shared/limits.ts", read("shared/limits.ts")),
  ...paths.filter((path) => path.endsWith(".md"))
    .flatMap((path) =>
      checkLinks(
        path,
        read(path),
        (target) => files.has(target) || paths.some((each) => each.startsWith(`${target}/`)),
      )
    ),
];

for (const { file, line, message } of problems) console.error(`${file}:${line}: ${message}`);
console.log(`tidy: ${sources.length} files, ${problems.length} problems`);
if (problems.length > 0) Deno.exit(1);
