/**
 * Figures: what a scenario measures in one run, and what several runs come to.
 * @module
 */
import * as v from "valibot";

/** What one run measured. */
export interface Sample {
  metric: string;
  /** `1/s`, `ms`, `s`, `µs`, `ns`, `kB` (1,000 bytes), `B`, `cores` (of CPU time), `1` (a count). */
  unit: string;
  value: number;
}

/** What all runs came to: one line of `--json`. */
const Figure = v.object({
  scenario: v.string(),
  subject: v.string(),
  metric: v.string(),
  unit: v.string(),
  median: v.number(),
  min: v.number(),
  max: v.number(),
});
export type Figure = v.InferOutput<typeof Figure>;

/** The figures of an earlier `--json`. @throws {Error} naming the line that is none. */
export function parseFigures(lines: string): Figure[] {
  return lines.trimEnd().split("\n").map((line, index) => {
    try {
      return v.parse(Figure, JSON.parse(line));
    } catch (error) {
      throw new Error(
        `Line ${index + 1} is no figure (${
          (error as Error).message
        }). Give lines that --json printed.`,
      );
    }
  });
}

/** The value below which the share `q` (0 … 1) of the values lies, which must be sorted. */
export function percentile(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) throw new Error("There is no percentile of no values.");
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (percentile(sorted, 0.5) + sorted[Math.floor(middle)]) / 2;
}

/** The samples of all runs → one figure for each metric, in the order of the first run. */
export function summarise(scenario: string, subject: string, runs: readonly Sample[][]): Figure[] {
  return runs[0].map(({ metric, unit }, index) => {
    const values = runs.map((run) => run[index].value);
    const [min, max] = [Math.min(...values), Math.max(...values)];
    return { scenario, subject, metric, unit, median: median(values), min, max };
  });
}

/** Percentiles of times in milliseconds, as samples called `name p50` and so on. */
export function latencySamples(
  name: string,
  times: Float64Array,
  shares: readonly number[] = [0.5, 0.99],
): Sample[] {
  const sorted = times.slice().sort();
  return shares.map((q) => ({
    metric: `${name} p${Number((q * 100).toFixed(1))}`,
    unit: "ms",
    value: percentile(sorted, q),
  }));
}
