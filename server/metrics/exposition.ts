/**
 * Metrics as text for Prometheus (text exposition format 0.0.4).
 * @module
 */
import type { Metric } from "./catalogue.ts";

/** The type of that text, as HTTP names it. */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** A metric's numbers somewhere: in a thread, say. */
export interface Series {
  labels: Readonly<Record<string, string>>;
  numbers: readonly number[];
}

/** One metric with all its series, as lines. */
export function expose(name: string, metric: Metric, series: readonly Series[]): string {
  const { type, help, label, buckets } = metric;
  const lines = series.flatMap(({ labels, numbers }) => {
    if (buckets) return histogramLines(name, buckets, labels, numbers);
    if (!label) return [line(name, labels, numbers[0])];
    return label.values.map((value, n) =>
      line(name, { ...labels, [label.name]: value }, numbers[n])
    );
  });
  return [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
}

function histogramLines(
  name: string,
  bounds: readonly number[],
  labels: Series["labels"],
  numbers: readonly number[],
): string[] {
  let count = 0;
  const lines = [...bounds.map(String), "+Inf"].map((le, n) => {
    // Each bucket holds those below it, too.
    count += numbers[n];
    return line(`${name}_bucket`, { ...labels, le }, count);
  });
  return [
    ...lines,
    line(`${name}_sum`, labels, numbers[bounds.length + 1]),
    line(`${name}_count`, labels, count),
  ];
}

function line(name: string, labels: Series["labels"], value: number): string {
  const inside = Object.entries(labels).map(([key, text]) =>
    `${key}="${escaped(text).replaceAll('"', '\\"')}"`
  ).join(",");
  return `${name}${inside === "" ? "" : `{${inside}}`} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
