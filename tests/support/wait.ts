/**
 * Waiting for what has to happen: no test fixes how soon, all of them how long at the most.
 * @module
 */

/** How long a test waits for what has to happen: only a defect uses it up. */
export const PATIENCE = 30_000;

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits until `condition` holds. @throws {Error} naming `what`, if it never does. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what: string,
  patience = PATIENCE,
): Promise<void> {
  const deadline = performance.now() + patience;
  while (!await condition()) {
    if (performance.now() > deadline) {
      throw new Error(`Waited ${patience / 1000} s in vain: ${what}.`);
    }
    await sleep(10);
  }
}
