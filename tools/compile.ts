/**
 * Compiles the server and the client to dist/, each with the least permissions that it works with.
 *
 * `DENORT_BIN`, the path of the runtime that binaries are based on, is `deno compile`'s own variable, for
 * machines that don't reach Deno's download host.
 * @module
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CLIENT_PERMISSIONS } from "../cli/permissions.ts";
import { SERVER_PERMISSIONS } from "../server/permissions.ts";
import { BUILD_FILE } from "../shared/build.ts";
import { THREADS } from "../server/threads.ts";
import { flagsOf, type Permission } from "../shared/permissions.ts";
import { ensureWeb } from "./web.ts";

export interface Program {
  /** Name of the file in dist/. */
  name: string;
  entry: string;
  /** What it may do, for good. */
  permissions: readonly Permission[];
  /** Modules that are loaded by URL, which the compiler doesn't follow: of threads. */
  threads: string[];
  /** Files that it reads out of itself. */
  files: string[];
  /** Flags for V8. */
  v8?: string[];
}

export const PROGRAMS: readonly Program[] = [
  {
    name: "parley-server",
    entry: "server/main.ts",
    permissions: SERVER_PERMISSIONS,
    threads: THREADS.map((name) => `server/${name}/worker.ts`),
    files: ["dist/web.json", "dist/build.json"],
  },
  {
    name: "parley",
    entry: "cli/main.ts",
    permissions: CLIENT_PERMISSIONS,
    threads: [],
    files: ["dist/build.json"],
    // Half of V8's own: after a flood of messages its young generation stays as large as it became.
    v8: ["--max-semi-space-size=8"],
  },
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Path of a compiled program. */
export function binaryPath(name: string): string {
  return join(root, "dist", Deno.build.os === "windows" ? `${name}.exe` : name);
}

/** Runs Deno here. @throws {Error} with what it said, if it fails. */
async function deno(args: string[]): Promise<void> {
  // The variables of the environment are handed on, DENORT_BIN among them.
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: root,
    stdin: "null",
    stdout: "inherit",
    stderr: "piped",
  }).output();
  if (!success) {
    throw new Error(`deno ${args[0]} failed. ${new TextDecoder().decode(stderr).trim()}`);
  }
}

/**
 * The commit that is checked out; undefined if that can't be said. `PARLEY_COMMIT` says it where the sources
 * are without Git's folder, as for an image.
 */
async function currentCommit(): Promise<string | undefined> {
  const git = async (...args: string[]) => {
    const { success, stdout } = await new Deno.Command("git", { args, cwd: root, stderr: "null" })
      .output();
    if (!success) throw new Error("git failed");
    return new TextDecoder().decode(stdout).trim();
  };
  try {
    const changes = await git("status", "--porcelain", "--untracked-files=no");
    return await git("rev-parse", "--short=12", "HEAD") + (changes === "" ? "" : ", changed");
  } catch {
    return Deno.env.get("PARLEY_COMMIT") || undefined;
  }
}

/** Notes, for as long as `compile` takes, what the binaries say of themselves. */
export async function withBuildFile(compile: () => Promise<void>): Promise<void> {
  await Deno.writeTextFile(BUILD_FILE, JSON.stringify({ commit: await currentCommit() }));
  try {
    await compile();
  } finally {
    // From source it would be an old commit before long.
    await Deno.remove(BUILD_FILE);
  }
}

/** Folder of a program's bundle, under the root. */
const bundleOf = ({ name }: Program) => `dist/bundle/${name}`;

/**
 * Puts the modules of a program together in a few files, each with what is used at the same time: several
 * hundred files take as long to load as all else that the start does.
 */
export async function bundle(program: Program): Promise<void> {
  const { entry, threads } = program;
  await Deno.remove(join(root, bundleOf(program)), { recursive: true }).catch(() => {});
  const into = `--outdir=${bundleOf(program)}`;
  await deno(["bundle", "--quiet", "--code-splitting", into, entry, ...threads]);
}

/** Compiles a program that is bundled. @param target as `deno compile --target` has it; this platform if not given. */
export async function compile(program: Program, path: string, target?: string): Promise<void> {
  await deno(compileArguments(program, path, target));
}

export function compileArguments(program: Program, path: string, target?: string): string[] {
  const { files, permissions, v8 = [] } = program;
  const folder = bundleOf(program);
  return [
    "compile",
    "--quiet",
    // A question in the middle of a chat's screen would help nobody: what isn't granted is refused.
    "--no-prompt",
    // The sources are checked by `deno check`; what they became isn't.
    "--no-check",
    // It would be read from a file of a known name in the folder for temporary files, whoever wrote that.
    "--no-code-cache",
    ...(target === undefined ? [] : ["--target", target]),
    ...flagsOf(permissions),
    ...v8.map((flag) => `--v8-flags=${flag}`),
    ...[folder, ...files].flatMap((path) => ["--include", path]),
    `--output=${path}`,
    `${folder}/main.js`,
  ];
}

/** Starts a program that was compiled. @returns its version. @throws {Error} if it doesn't start. */
export async function versionOf(path: string): Promise<string> {
  // A base of a version that doesn't fit shows only when the binary is started.
  const { success, stdout, stderr } = await new Deno.Command(path, { args: ["--version"] })
    .output();
  const said = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  if (success) return said(stdout);
  throw new Error(
    `${path} was written but doesn't start: ${said(stderr).split("\n")[0]} ` +
      "If DENORT_BIN is set, expected a base of this version of Deno.",
  );
}

if (import.meta.main) {
  try {
    await ensureWeb();
    await withBuildFile(async () => {
      for (const program of PROGRAMS) {
        const path = binaryPath(program.name);
        await bundle(program);
        await compile(program, path);
        const { size } = await Deno.stat(path);
        const facts = [await versionOf(path), `${Math.round(size / 1e6)} MB`];
        console.log(
          `dist/${program.name}  ${facts.join("  ")}  ${flagsOf(program.permissions).join(" ")}`,
        );
      }
    });
  } catch (error) {
    console.error(`compile: ${(error as Error).message}`);
    Deno.exit(1);
  }
}
