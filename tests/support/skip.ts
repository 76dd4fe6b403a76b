/**
 * Tests that need what a machine may not have: skipped with the reason in their name.
 * @module
 */

/** True in the long run of `deno task test:faults`. */
export const LONG = Deno.env.get("PARLEY_LONG_TESTS") === "1";

/**
 * Declares a test that is skipped if there is a reason to.
 *
 * @param reason why it can't run here; `undefined` if it can.
 */
export function testUnless(
  reason: string | undefined,
  name: string,
  run: () => void | Promise<void>,
): void {
  if (reason === undefined) Deno.test(name, run);
  else Deno.test.ignore(`${name} [${reason}]`, run);
}

/** Why a program can't be used here; undefined if it can. @param args with which it ends at once. */
export function noProgram(program: string, ...args: string[]): string | undefined {
  try {
    new Deno.Command(program, { args, stdout: "null", stderr: "null" }).outputSync();
    return undefined;
  } catch {
    return `there is no ${program}`;
  }
}
