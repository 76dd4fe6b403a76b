/**
 * Tests of the chart.
 * @module
 */
import assert from "node:assert/strict";
import { barChart, shortNumber } from "./plot.ts";

const CHART = barChart([
  { title: "500 receivers", bars: [{ label: "parley", value: 8e6, ours: true }] },
  { title: "<2,000> & more", bars: [{ label: "a", value: 2e6 }, { label: "b", value: 0 }] },
], "Deliveries a second");

Deno.test("bars are as long as their values, on one scale, and never invisible", () => {
  const widths = [...CHART.matchAll(/<rect [^>]*?width="(\d+)"/g)].map((match) => Number(match[1]));
  assert.equal(widths[1], Math.round(widths[0] / 4));
  assert.equal(widths[2], 1);
});

Deno.test("a chart shows titles, labels and values as text, and what is ours in another colour", () => {
  for (const text of [">8 M<", ">2 M<", ">&lt;2,000&gt; &amp; more<", 'class="ours"']) {
    assert.ok(CHART.includes(text), text);
  }
  assert.ok(CHART.includes("prefers-color-scheme: dark"));
});

Deno.test("numbers are short, with three significant digits", () => {
  assert.deepEqual([5_244_000, 97_300, 512, 0].map(shortNumber), ["5.24 M", "97.3 k", "512", "0"]);
});
