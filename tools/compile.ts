/**
 * Compiles the server and the client to dist/, each with the permissions that its task runs with.
 *
 * `DENORT_BIN`, the path of the runtime that binaries are based on, is `deno compile`'s own variable, for
 * machines that don't reach Deno's download host.
 * @module
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

interface Program {
  /** Name of the file in dist/. */
  name: string;
  /** Task of deno.json that runs the same from source. */
  task: string;
  /** Threads are loaded by URL, which the compiler doesn't follow. */
  workers: string[];
}

const PROGRAMS: readonly Program[] = [
  {
    name: "parley-server",
    task: "server",
    workers: ["store", "gateway", "passwords"].map((thread) => `server/${thread}/worker.ts`),
  },
  { name: "parley", task: "parley", workers: [] },
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Path of a compiled program. */
export function binaryPath(name: string): string {
  return join(root, "dist", Deno.build.os === "windows" ? `${name}.exe` : name);
}

/** Reads a task's `deno run PERMISSIONS ENTRY …`. */
export function readTask(command: string): { permissions: string[]; entry: string } {
  const words = command.split(/\s+/).map((word) => word.replace(/^'(.*)'$/, "$1"));
  const entry = words.find((word) => word.endsWith(".ts"));
  if (words[0] !== "deno" || words[1] !== "run" || entry === undefined) {
    throw new Error(`Expected "deno run PERMISSIONS FILE.ts", found "${command}".`);
  }
  return { permissions: words.filter((word) => word.startsWith("--allow-")), entry };
}

async function deno(args: string[]): Promise<void> {
  // The variables of the environment are handed on, DENORT_BIN among them.
  const { success } = await new Deno.Command(Deno.execPath(), { args, cwd: root, stdin: "null" })
    .spawn().status;
  if (!success) throw new Error(`deno ${args[0]} failed.`);
}

async function compile({ name, task, workers }: Program): Promise<void> {
  const manifest = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  const { permissions, entry } = readTask(manifest.tasks[task].command);
  const path = binaryPath(name);
  await deno([
    "compile",
    "--quiet",
    // A question in the middle of a chat's screen would help nobody: what isn't granted is refused.
    "--no-prompt",
    "--exclude-unused-npm",
    ...permissions,
    ...workers.flatMap((worker) => ["--include", worker]),
    `--output=${path}`,
    entry,
  ]);
  // A base of a version that doesn't fit shows only when the binary is started.
  const { success, stderr } = await new Deno.Command(path, { args: ["--version"] }).output();
  if (!success) {
    throw new Error(
      `${path} was written but doesn't start: ${new TextDecoder().decode(stderr).split("\n")[0]} ` +
        "If DENORT_BIN is set, expected a base of this version of Deno.",
    );
  }
  const { size } = await Deno.stat(path);
  console.log(`dist/${name}  ${Math.round(size / 1e6)} MB  ${permissions.join(" ")}`);
}

if (import.meta.main) {
  try {
    await Deno.mkdir(join(root, "dist"), { recursive: true });
    for (const program of PROGRAMS) await compile(program);
  } catch (error) {
    console.error(`compile: ${(error as Error).message}`);
    Deno.exit(1);
  }
}
