/**
 * Tests of what is made of the figures.
 * @module
 */
import assert from "node:assert/strict";
import type { Figure } from "./figure.ts";
import {
  renderComparison,
  renderFigures,
  renderPlot,
  renderResults,
  renderTable,
  replacePart,
} from "./report.ts";
import type { Scenario } from "./scenario.ts";

const SCENARIOS: Scenario[] = [{
  name: "fanout-500",
  about: "One room.",
  compared: "deliveries",
  ratios: { "node ws": 60 },
  measurements: [],
  expected: [{ subject: "parley", metric: "deliveries", atLeast: 7e6 }],
}];

function figure(subject: string, median: number): Figure {
  return {
    scenario: "fanout-500",
    subject,
    metric: "deliveries",
    unit: "1/s",
    median,
    min: median,
    max: median,
  };
}

const FIGURES = [
  figure("parley", 6_500_000),
  figure("node ws", 100_000),
  figure("nats", 1_300_000),
];

/** The cells of the lines that hold a text. */
function rowsWith(text: string, table: string): string[][] {
  return table.split("\n").filter((line) => line.includes(text))
    .map((line) => line.split("|").map((cell) => cell.trim()).slice(1, -1));
}

Deno.test("a figure stands beside what is expected of it, and whether it is met", () => {
  const table = renderTable(FIGURES, SCENARIOS);
  assert.equal(rowsWith("parley", table)[0].at(-1), "≥ 7,000,000 ✗");
  assert.equal(rowsWith("node ws", table)[0].at(-1), "");
});

Deno.test("peers stand beside Parley with the ratio", () => {
  const table = renderComparison(FIGURES, SCENARIOS);
  assert.deepEqual(rowsWith("node ws", table)[0].slice(-2), ["65.0 ×", "≥ 60.0 ✓"]);
  assert.deepEqual(rowsWith("nats", table)[0].slice(-2), ["5.00 ×", ""]);
  assert.equal(renderComparison([FIGURES[0]], SCENARIOS), "", "nobody to compare with");
});

Deno.test("the plot shows the fan-outs, if there are any", () => {
  assert.match(renderPlot(FIGURES)!, /one room of 500/);
  assert.equal(renderPlot([{ ...FIGURES[0], scenario: "ingest" }]), undefined);
});

Deno.test("the results say who was measured, what they lack, and who was left out", () => {
  const results = renderResults(FIGURES, SCENARIOS, {
    runs: 5,
    quick: false,
    date: new Date(0),
    load: 0.1,
    machine: ["2 cores"],
    competitors: [{ name: "nats", version: "2.9", lacks: "no commit" }],
    omissions: [{ subject: "ngircd", reason: "not installed", scenario: "connect" }],
  });
  for (const line of ["nats 2.9: no commit", "ngircd in `connect`: not installed", "1970-01-01"]) {
    assert.ok(results.includes(line), line);
  }
});

Deno.test("a document's part is replaced by new figures, again and again", () => {
  const document = "before\n<!-- model -->\nold\n<!-- end of model -->\nafter";
  const once = replacePart(document, "model", renderFigures(FIGURES, "fanout-500"));
  assert.match(
    once,
    /^before\n<!-- model -->\n\n\| figure [\s\S]*6,500,000[\s\S]*<!-- end of model -->\nafter$/,
  );
  assert.equal(replacePart(once, "model", renderFigures(FIGURES, "fanout-500")), once);
  assert.throws(() => replacePart("nothing", "model", ""), /no part/);
});
