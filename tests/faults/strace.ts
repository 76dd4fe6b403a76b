/**
 * Lets system calls of a server fail, or be its last, at the n-th of their kind.
 * @module
 */
import { join } from "node:path";
import { fromSource } from "../support/server.ts";

/**
 * `-D`: the server stays this process's child, and strace goes when it goes. Not with `--seccomp-bpf`, which
 * is faster, but injects nothing where only some files count.
 */
const STRACE = ["strace", "-D", "-f", "-qq", "-o", "/dev/null"] as const;

/** Why there is no strace here; undefined if there is. */
export const noStrace: string | undefined = await tryStrace();

async function tryStrace(): Promise<string | undefined> {
  const [program, ...args] = STRACE;
  try {
    const command = new Deno.Command(program, { args: [...args, "true"], stderr: "null" });
    return (await command.output()).success ? undefined : "strace may not trace here";
  } catch {
    return "there is no strace";
  }
}

/**
 * The command that starts a server of which some system calls fail.
 *
 * @param files in the data folder: only calls on these count.
 * @param inject what of `strace -e inject=…`.
 */
export function failing(data: string, files: string[], inject: string): [string, ...string[]] {
  const [calls] = inject.split(":");
  const paths = files.flatMap((file) => ["-P", join(data, file)]);
  return [...STRACE, ...paths, "-e", `trace=${calls}`, "-e", `inject=${inject}`, ...fromSource()];
}
