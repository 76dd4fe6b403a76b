/**
 * The figures for people: a table for the terminal, and bench/RESULTS.md.
 * @module
 */
import type { Figure } from "./figure.ts";
import { describeMachine } from "./machine.ts";
import type { Expectation, Scenario } from "./scenario.ts";

const HEAD = ["scenario", "subject", "metric", "unit", "median", "min", "max", "expected"];

/** Three significant digits at least, thousands apart. */
function formatNumber(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en-GB", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function judge({ median }: Figure, { atLeast, atMost }: Expectation): string {
  const met = (atLeast === undefined || median >= atLeast) &&
    (atMost === undefined || median <= atMost);
  const bound = atLeast === undefined ? `≤ ${formatNumber(atMost!)}` : `≥ ${formatNumber(atLeast)}`;
  return `${bound} ${met ? "✓" : "✗"}`;
}

function rowOf(figure: Figure, scenario: Scenario): string[] {
  const expectation = scenario.expected.find(({ subject, metric }) =>
    subject === figure.subject && metric === figure.metric
  );
  return [
    figure.scenario,
    figure.subject,
    figure.metric,
    figure.unit,
    ...[figure.median, figure.min, figure.max].map(formatNumber),
    expectation ? judge(figure, expectation) : "",
  ];
}

/** A Markdown table, aligned so that a terminal shows it well too. */
export function renderTable(figures: readonly Figure[], scenarios: readonly Scenario[]): string {
  const rows = figures.map((figure) =>
    rowOf(figure, scenarios.find(({ name }) => name === figure.scenario)!)
  );
  const widths = HEAD.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length))
  );
  const isNumber = (column: number) => column >= 4 && column <= 6;
  const line = (cells: readonly string[]) =>
    `| ${
      cells.map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])
      ).join(" | ")
    } |`;
  const rule = widths.map((width, column) =>
    isNumber(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width)
  );
  return [HEAD, rule, ...rows].map(line).join("\n");
}

/** The whole of bench/RESULTS.md. */
export function renderResults(
  figures: readonly Figure[],
  scenarios: readonly Scenario[],
  { runs, date, load }: { runs: number; date: Date; load: number },
): string {
  return `# Results

Written by \`deno task bench --write\` on ${date.toISOString().slice(0, 10)}: medians of ${runs} \
runs, each with a server of its own (a process, its data folder on a disk, every message committed). \
The load generator ran beside it on the same machine, over loopback; its share is in the table. \
Load of the machine before the first run: ${load.toFixed(2)}.

${describeMachine().map((line) => `- ${line}`).join("\n")}

${scenarios.map(({ name, about }) => `- \`${name}\`: ${about}`).join("\n")}

${renderTable(figures, scenarios)}
`;
}
