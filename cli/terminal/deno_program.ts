/**
 * Runs other programs, by way of Deno: those that show a notification, the person's editor, what `tail`
 * runs for each message, the server of `parley host`.
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

/** A program that runs on its own. */
export interface Detached {
  readonly pid: number;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number>;
}

/** The shell does nothing but open the file: its words come as arguments, never as text to be read. */
const INTO_FILE = 'exec "$@" >>"$0" 2>&1';

/**
 * Starts a program that outlives this process and the terminal, in a session of its own; what it says goes
 * to the end of a file. Not on Windows.
 */
export function startDetached(command: readonly string[], log: string): Detached {
  const io = { stdin: "null", stdout: "null", stderr: "null" } as const;
  const args = ["-c", INTO_FILE, log, ...command];
  const child = new Deno.Command("/bin/sh", { args, detached: true, ...io }).spawn();
  child.unref();
  return { pid: child.pid, ended: child.status.then(({ code }) => code) };
}
