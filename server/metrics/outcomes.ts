/**
 * Counts how tasks end, as the metrics' label `outcome` has it.
 * @module
 */

export class Outcomes {
  /** `ok`, `failed`. */
  readonly numbers: [ok: number, failed: number] = [0, 0];

  /** @param isOk judges what came of it; an error is none. */
  async count<T>(task: Promise<T>, isOk: (result: T) => boolean): Promise<T> {
    let ok = false;
    try {
      const result = await task;
      ok = isOk(result);
      return result;
    } finally {
      this.numbers[ok ? 0 : 1]++;
    }
  }
}
