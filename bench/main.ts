/**
 * `deno task bench`: runs the scenarios, one after the other, and prints their figures.
 * @module
 */
import { Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Figure, type Sample, summarise } from "./figure.ts";
import { loadAverage } from "./machine.ts";
import { renderResults, renderTable } from "./report.ts";
import type { Measurement, RunOptions, Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/table.ts";

const RESULTS = fileURLToPath(new URL("./RESULTS.md", import.meta.url));
/** Load average above which figures are worse than the machine's. */
const BUSY = 0.5;

function parseRuns(value: string): number {
  if (/^[1-9]\d?$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Expected a whole number from 1 to 99.");
}

function parseMessages(value: string): number {
  if (/^[1-9]\d{2,7}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Expected a whole number from 100 to 99999999.");
}

function addScenario(name: string, chosen: readonly string[] = []): string[] {
  if (SCENARIOS.some((scenario) => scenario.name === name)) return [...chosen, name];
  const names = SCENARIOS.map((scenario) => scenario.name).join(", ");
  throw new InvalidArgumentError(`There are ${names}.`);
}

async function measure(
  { name }: Scenario,
  { subject, run }: Measurement,
  count: number,
  options: RunOptions,
): Promise<Figure[]> {
  const runs: Sample[][] = [];
  while (runs.length < count) {
    console.error(`${name}, ${subject.name}: run ${runs.length + 1} of ${count}`);
    runs.push(await run(options));
  }
  return summarise(name, subject.name, runs);
}

const command = new Command("bench")
  .description("Measures the real server under load and prints the figures.")
  .option("--only <scenario>", "this scenario only; may be given several times", addScenario)
  .option("--runs <n>", "runs of each, of which the median counts", parseRuns, 3)
  .option("--messages <n>", "messages that search-1m searches", parseMessages, 1_000_000)
  .option("--json", "print one JSON line a figure instead of a table")
  .option("--write", "write bench/RESULTS.md, too")
  .allowExcessArguments(false)
  .action(async ({ only, runs, messages, json, write }) => {
    const scenarios = SCENARIOS.filter(({ name }) => !only || only.includes(name));
    const load = loadAverage();
    if (load > BUSY) {
      console.error(`Others use this machine (load ${load.toFixed(2)}): figures will be worse.`);
    }
    const figures: Figure[] = [];
    for (const scenario of scenarios) {
      for (const measurement of scenario.measurements) {
        const measured = await measure(scenario, measurement, runs, { messages });
        if (json) { for (const figure of measured) console.log(JSON.stringify(figure)); }
        figures.push(...measured);
      }
    }
    if (!json) console.log(renderTable(figures, scenarios));
    if (write) {
      writeFileSync(RESULTS, renderResults(figures, scenarios, { runs, date: new Date(), load }));
      execFileSync(process.execPath, ["fmt", "--quiet", RESULTS]);
    }
  });

// By way of `exit`, where what was started is ended.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
try {
  await command.parseAsync();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
