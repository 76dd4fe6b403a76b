/**
 * Compiles the binaries unless those in dist/ are newer than the source.
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { binaryPath } from "../../tools/compile.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const SOURCES = [
  "server",
  "cli",
  "shared",
  "web",
  "tools/compile.ts",
  "tools/web.ts",
  "deno.json",
  "deno.lock",
];

export const SERVER = binaryPath("parley-server");
export const CLIENT = binaryPath("parley");

/** When the newest file of `path` was changed, milliseconds since 1970. */
function newest(path: string): number {
  const { isDirectory, mtime } = Deno.statSync(path);
  const times = isDirectory
    ? [...Deno.readDirSync(path)].map(({ name }) => newest(join(path, name)))
    : [];
  return Math.max(mtime?.getTime() ?? 0, ...times);
}

function isFresh(): boolean {
  try {
    const built = Math.min(newest(SERVER), newest(CLIENT));
    return SOURCES.every((path) => newest(join(root, path)) < built);
  } catch {
    return false;
  }
}

/**
 * Sees to it that both binaries are there.
 *
 * @returns why they can't be, if the base that they need can't be had.
 * @throws {Error} if compiling fails for any other reason.
 */
export async function ensureBinaries(): Promise<string | undefined> {
  if (isFresh()) return undefined;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", join(root, "tools", "compile.ts")],
    stdin: "null",
  }).output();
  if (success) return undefined;
  const said = new TextDecoder().decode(stderr);
  if (said.includes("error sending request")) {
    return "Deno's download host can't be reached, and DENORT_BIN is not set";
  }
  throw new Error(said);
}
