/**
 * Waiting for what has to happen: no test fixes how soon, all of them how long at the most.
 * @module
 */

/** How long a test waits for what has to happen: only a defect uses it up. */
export const PATIENCE = 30_000;

/** Milliseconds between two looks: soon at first, then no more often than a server lets one ask. */
const LOOK = { first: 10, last: 100, growth: 1.2 };

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
  for (let look = LOOK.first; !await condition(); look = Math.min(LOOK.last, look * LOOK.growth)) {
    if (performance.now() > deadline) {
      throw new Error(`Waited ${patience / 1000} s in vain: ${what}.`);
    }
    await sleep(look);
  }
}
