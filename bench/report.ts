/**
 * The figures for people: a table for the terminal, and bench/RESULTS.md with its plot.
 * @module
 */
import type { Figure } from "./figure.ts";
import { barChart, type BarGroup } from "./plot.ts";
import type { Expectation, Scenario } from "./scenario.ts";

/** Whose figures the others' are compared with. */
const OURS = "parley";
/** Scenarios that the plot shows. */
const PLOTTED = /^fanout-(\d+)$/;

/** A subject as the results tell of it. */
export interface Competitor {
  name: string;
  version: string;
  lacks?: string;
}

/** What was not measured, and why. */
export interface Omission {
  scenario?: string;
  subject: string;
  reason: string;
}

export interface Circumstances {
  runs: number;
  quick: boolean;
  date: Date;
  /** Load average before the first run; undefined if it was measured in several goes. */
  load: number | undefined;
  /** One line each. */
  machine: string[];
  competitors: Competitor[];
  omissions: Omission[];
}

/** Three significant digits at least, thousands apart. */
function formatNumber(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en-GB", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function judge(
  value: number,
  { atLeast, atMost }: Pick<Expectation, "atLeast" | "atMost">,
): string {
  const met = (atLeast === undefined || value >= atLeast) &&
    (atMost === undefined || value <= atMost);
  const bound = atLeast === undefined ? `≤ ${formatNumber(atMost!)}` : `≥ ${formatNumber(atLeast)}`;
  return `${bound} ${met ? "✓" : "✗"}`;
}

/** A Markdown table, aligned so that a terminal shows it well too. @param numbers columns of numbers. */
function markdownTable(head: string[], rows: string[][], numbers: ReadonlySet<number>): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length))
  );
  const line = (cells: readonly string[]) =>
    `| ${
      cells.map((cell, column) =>
        numbers.has(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])
      ).join(" | ")
    } |`;
  const rule = widths.map((width, column) =>
    numbers.has(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width)
  );
  return [head, rule, ...rows].map(line).join("\n");
}

/** All figures, with what is expected of them. */
export function renderTable(figures: readonly Figure[], scenarios: readonly Scenario[]): string {
  const rows = figures.map((figure) => {
    const { expected } = scenarios.find(({ name }) => name === figure.scenario)!;
    const expectation = expected.find(({ subject, metric }) =>
      subject === figure.subject && metric === figure.metric
    );
    return [
      figure.scenario,
      figure.subject,
      figure.metric,
      figure.unit,
      ...[figure.median, figure.min, figure.max].map(formatNumber),
      expectation ? judge(figure.median, expectation) : "",
    ];
  });
  const head = ["scenario", "subject", "metric", "unit", "median", "min", "max", "expected"];
  return markdownTable(head, rows, new Set([4, 5, 6]));
}

/** Parley beside its peers in the one metric of each scenario that says most; `""` if there are none. */
export function renderComparison(
  figures: readonly Figure[],
  scenarios: readonly Scenario[],
): string {
  const rows: string[][] = [];
  for (const { name, compared, ratios = {} } of scenarios) {
    const these = figures.filter(({ scenario, metric }) =>
      scenario === name && metric === compared
    );
    const ours = these.find(({ subject }) => subject === OURS);
    if (!ours || these.length < 2) continue;
    for (const { subject, metric, unit, median } of these) {
      const ratio = ours.median / median;
      const atLeast = ratios[subject];
      rows.push([
        name,
        metric,
        unit,
        subject,
        formatNumber(median),
        subject === OURS ? "" : `${formatNumber(ratio)} ×`,
        atLeast === undefined ? "" : judge(ratio, { atLeast }),
      ]);
    }
  }
  if (rows.length === 0) return "";
  const head = ["scenario", "metric", "unit", "subject", "median", "Parley ÷ this", "expected"];
  return markdownTable(head, rows, new Set([4, 5]));
}

/** The fan-outs as a chart; undefined if none was measured. */
export function renderPlot(figures: readonly Figure[]): string | undefined {
  const groups = new Map<string, BarGroup>();
  for (const { scenario, subject, metric, median } of figures) {
    const receivers = PLOTTED.exec(scenario)?.[1];
    if (receivers === undefined || metric !== "deliveries") continue;
    const title = `Deliveries a second, one room of ${Number(receivers).toLocaleString("en-GB")}`;
    const group = groups.get(scenario) ?? { title, bars: [] };
    group.bars.push({ label: subject, value: median, ours: subject === OURS });
    groups.set(scenario, group);
  }
  if (groups.size === 0) return undefined;
  return barChart([...groups.values()], "Deliveries a second of Parley and its peers");
}

/** One scenario's figures, as a document cites them; `""` if it was not measured. */
export function renderFigures(figures: readonly Figure[], name: string): string {
  const rows = figures.filter(({ scenario }) => scenario === name)
    .map(({ metric, unit, median }) => [metric, unit, formatNumber(median)]);
  return rows.length === 0 ? "" : markdownTable(["figure", "unit", "median"], rows, new Set([2]));
}

/** A document with what stands between `<!-- name -->` and `<!-- end of name -->` replaced. */
export function replacePart(document: string, name: string, part: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const from = document.indexOf(start);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The document has no part ${start} … ${end}.`);
  return `${document.slice(0, from + start.length)}\n\n${part}\n\n${document.slice(to)}`;
}

/** The whole of bench/RESULTS.md. */
export function renderResults(
  figures: readonly Figure[],
  scenarios: readonly Scenario[],
  { runs, quick, date, load, machine, competitors, omissions }: Circumstances,
): string {
  const list = (lines: string[]) => lines.map((line) => `- ${line}`).join("\n");
  const comparison = renderComparison(figures, scenarios);
  const isPlotted = figures.some(({ scenario }) => PLOTTED.test(scenario));
  return `# Results

Written by \`deno task bench --write\` on ${date.toISOString().slice(0, 10)}: medians of ${runs} \
${
    quick
      ? "short (`--quick`) "
      : ""
  }runs, each with a server of its own: a process, its data folder on a \
disk. Parley commits every message before it acknowledges or delivers it. The load generator ran beside \
the server on the same machine, over loopback; its share is in the table. ${
    load === undefined
      ? "It was measured in several goes."
      : `Load of the machine before the first run: ${load.toFixed(2)}.`
  }

${list(machine)}

## The scenarios

${list(scenarios.map(({ name, about }) => `\`${name}\`: ${about}`))}

## Who is measured

All deliver the same text; those that speak frames of our own making deliver the same bytes as Parley.

${
    list(
      competitors.map(({ name, version, lacks }) =>
        `${name} ${version}${lacks ? `: ${lacks}` : ""}`
      ),
    )
  }

Not measured:

${
    list(omissions.map(({ scenario, subject, reason }) =>
      `${subject}${scenario ? ` in \`${scenario}\`` : ""}: ${reason}`
    ))
  }

## Beside each other

Of what is counted a second, more is better; of times and sizes, less.

${isPlotted ? "![Deliveries a second](results.svg)\n\n" : ""}${comparison}

## All figures

${renderTable(figures, scenarios)}
`;
}
