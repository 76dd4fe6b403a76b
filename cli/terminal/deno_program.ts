/**
 * Runs other programs, by way of Deno: those that show a notification, the person's editor, what `tail`
 * runs for each message.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { Program } from "../notify/programs.ts";

/**
 * Starts a program that nobody waits for, without input or output.
 *
 * @throws {Error} if it can't be started.
 */
export function startProgram({ command: [file, ...args], env }: Program): void {
  const signal = AbortSignal.timeout(limits.notifierTime);
  const io = { stdin: "null", stdout: "null", stderr: "null" } as const;
  const child = new Deno.Command(file, { args, env, signal, ...io }).spawn();
  // It must not keep the chat from ending, whatever becomes of it.
  child.unref();
  child.status.catch(() => {});
}

/** Runs a program on this terminal. @returns its exit code. @throws {Error} if it can't be started. */
export async function runOnThisTerminal([file, ...args]: readonly string[]): Promise<number> {
  const io = { stdin: "inherit", stdout: "inherit", stderr: "inherit" } as const;
  const { code } = await new Deno.Command(file, { args, ...io }).spawn().status;
  return code;
}

/**
 * Runs a program to its end, with this on its standard input; the rest is ours.
 *
 * @returns its exit code. What it doesn't read of its input is nobody's loss.
 * @throws {Error} if it can't be started.
 */
export async function runWithInput(
  { command: [file, ...args], env }: Program,
  input: string,
): Promise<number> {
  const io = { stdin: "piped", stdout: "inherit", stderr: "inherit" } as const;
  const child = new Deno.Command(file, { args, env, ...io }).spawn();
  const writer = child.stdin.getWriter();
  const written = writer.write(new TextEncoder().encode(input)).then(() => writer.close());
  await written.catch(() => {});
  return (await child.status).code;
}
