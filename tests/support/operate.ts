/**
 * Runs subcommands of the real server, as its operator does.
 * @module
 */
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../server/main.ts", import.meta.url));
const PERMISSIONS = "--allow-net --allow-read --allow-write --allow-env --allow-sys=statfs";

export interface Operated {
  code: number;
  stdout: string;
  stderr: string;
}

/** `parley-server …`, to its end. @param input what standard input holds. */
export async function operate(args: string[], input = ""): Promise<Operated> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...PERMISSIONS.split(" "), MAIN, ...args],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  // Whoever doesn't read it has ended by then.
  await writer.write(new TextEncoder().encode(input)).then(() => writer.close()).catch(() => {});
  const { code, stdout, stderr } = await child.output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

/** The same for one that has to succeed. @returns what it prints with `--json`. */
// deno-lint-ignore no-explicit-any -- tests say themselves what they expect
export async function operated(args: string[]): Promise<any> {
  const { code, stdout, stderr } = await operate([...args, "--json"]);
  if (code !== 0) throw new Error(`parley-server ${args.join(" ")} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}
