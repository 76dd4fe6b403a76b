/**
 * Counts values by size, as Prometheus' histograms do.
 * @module
 */

export class Histogram {
  readonly #bounds: readonly number[];
  /** One for each bound, one for what is beyond the last, and the sum of all values. */
  readonly numbers: number[];

  /** @param bounds upper bounds, rising. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.numbers = new Array(bounds.length + 2).fill(0);
  }

  note(value: number): void {
    let bucket = 0;
    while (bucket < this.#bounds.length && value > this.#bounds[bucket]) bucket++;
    this.numbers[bucket]++;
    this.numbers[this.numbers.length - 1] += value;
  }
}
