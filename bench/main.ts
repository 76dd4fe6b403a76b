/**
 * `deno task bench`: runs the scenarios, one after the other, and prints their figures.
 * @module
 */
import { Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Figure, parseFigures, type Sample, summarise } from "./figure.ts";
import { describeMachine, loadAverage } from "./machine.ts";
import {
  type Competitor,
  type Omission,
  renderComparison,
  renderFigures,
  renderPlot,
  renderResults,
  renderTable,
  replacePart,
} from "./report.ts";
import type { Measurement, RunOptions, Scenario } from "./scenario.ts";
import { modelScenario } from "./scenarios/model.ts";
import { SCENARIOS } from "./scenarios/table.ts";
import { parley } from "./subjects/parley.ts";
import { LEFT_OUT } from "./subjects/peers.ts";

const RESULTS = fileURLToPath(new URL("./RESULTS.md", import.meta.url));
/** The document that explains the model cites its figures. */
const MODEL = fileURLToPath(new URL("../docs/performance.md", import.meta.url));
const PLOT = fileURLToPath(new URL("./results.svg", import.meta.url));
/** Load average above which figures are worse than the machine's. */
const BUSY = 0.5;
/** Runs of each, where the command line says nothing. */
const RUNS = 5;
const QUICK_RUNS = 1;

function parseRuns(value: string): number {
  if (/^[1-9]\d?$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Expected a whole number from 1 to 99.");
}

/** Collects a repeatable option that takes one of `names`. */
function oneOf(names: readonly string[]) {
  return (name: string, chosen: readonly string[] = []): string[] => {
    if (names.includes(name)) return [...chosen, name];
    throw new InvalidArgumentError(`There are: ${names.join("; ")}.`);
  };
}

const SUBJECTS = [
  ...new Set(
    SCENARIOS.flatMap(({ measurements }) => measurements.map(({ subject }) => subject.name)),
  ),
];

/** Everything that one call of the command measures. */
class Bench {
  readonly figures: Figure[] = [];
  readonly omissions: Omission[] = Object.entries(LEFT_OUT)
    .map(([subject, reason]) => ({ subject, reason }));
  readonly #competitors = new Map<string, Competitor>();
  readonly #missing = new Map<string, string>();

  constructor(readonly runs: number, readonly options: RunOptions) {}

  /** Takes what was measured earlier. */
  take(figures: readonly Figure[]): void {
    this.figures.push(...figures);
    for (const { measurements } of SCENARIOS) {
      for (const { subject } of measurements) {
        if (figures.some((figure) => figure.subject === subject.name)) this.#introduce(subject);
      }
    }
  }

  get competitors(): Competitor[] {
    return [...this.#competitors.values()];
  }

  /**
   * All of a scenario's subjects in turn, as many times as there are runs: so a minute in which the machine is
   * slower is not one subject's alone.
   *
   * @returns the figures of those that could be measured; about the others it is noted why.
   */
  async measure(scenario: Scenario, measurements: readonly Measurement[]): Promise<Figure[]> {
    const runs = new Map<Measurement, Sample[][]>();
    for (const each of measurements) if (!this.#isMissing(each.subject)) runs.set(each, []);
    for (let number = 1; number <= this.runs; number++) {
      for (const [measurement, samples] of runs) {
        const { subject: { name }, run } = measurement;
        console.error(`${scenario.name}, ${name}: run ${number} of ${this.runs}`);
        try {
          samples.push(await run(this.options));
        } catch (error) {
          runs.delete(measurement);
          this.#noteFailure(scenario.name, name, error);
        }
      }
    }
    const figures: Figure[] = [];
    for (const [{ subject }, samples] of runs) {
      this.#introduce(subject);
      figures.push(...summarise(scenario.name, subject.name, samples));
    }
    this.figures.push(...figures);
    return figures;
  }

  #introduce({ name, lacks, version }: Measurement["subject"]): void {
    this.#competitors.set(name, { name, version: version?.() ?? "", lacks });
  }

  /** The others are measured all the same. What a peer couldn't do the results tell; in Parley it is a defect. */
  #noteFailure(scenario: string, subject: string, error: unknown): void {
    if (subject === parley.name) process.exitCode = 1;
    const [reason] = String(error instanceof Error ? error.message : error).split("\n");
    console.error(`${scenario}, ${subject}: ${reason}`);
    this.omissions.push({ scenario, subject, reason });
  }

  #isMissing({ name, missing }: Measurement["subject"]): boolean {
    if (this.#missing.has(name)) return true;
    const reason = missing?.();
    if (reason === undefined) return false;
    console.error(`${name} is left out: ${reason}.`);
    this.#missing.set(name, reason);
    this.omissions.push({ subject: name, reason });
    return true;
  }
}

const command = new Command("bench")
  .description("Measures the real server, and peers beside it, under load and prints the figures.")
  .option(
    "--only <scenario>",
    "this scenario only; may be given several times",
    oneOf(SCENARIOS.map(({ name }) => name)),
  )
  .option("--subject <name>", "this subject only; may be given several times", oneOf(SUBJECTS))
  .option("--runs <n>", `runs of each, of which the median counts (default: ${RUNS})`, parseRuns)
  .option("--quick", "short runs, and one of each: some minutes for everything")
  .option("--large", "also what has ten million messages; it needs 15 GB, and takes long")
  .option("--earlier <file>", "take the scenarios in here, lines of an earlier --json, as measured")
  .option("--json", "print one JSON line a figure instead of a table")
  .option("--write", "write bench/RESULTS.md, its plot, and the model in docs/performance.md, too")
  .allowExcessArguments(false)
  .action(async (options) => {
    const { only, subject: subjects, runs, quick = false, large, earlier, json, write } = options;
    const known = earlier === undefined ? [] : parseFigures(readFileSync(earlier, "utf8"));
    const isKnown = ({ name }: Scenario) => known.some(({ scenario }) => scenario === name);
    const scenarios = SCENARIOS.filter((scenario) =>
      isKnown(scenario) || (only ? only.includes(scenario.name) : large || !scenario.large)
    );
    const load = loadAverage();
    if (load > BUSY) {
      console.error(`Others use this machine (load ${load.toFixed(2)}): figures will be worse.`);
    }
    const count = runs ?? (quick ? QUICK_RUNS : RUNS);
    const bench = new Bench(count, { quick });
    bench.take(known);
    for (const scenario of scenarios) {
      if (isKnown(scenario)) continue;
      const measurements = scenario.measurements
        .filter(({ subject: { name } }) => !subjects || subjects.includes(name));
      const measured = await bench.measure(scenario, measurements);
      if (json) { for (const figure of measured) console.log(JSON.stringify(figure)); }
      // So that an hour isn't lost to whatever happens in its last minute.
      if (write) writeDown(bench, scenarios, known.length > 0 ? undefined : load);
    }
    if (write && known.length > 0) writeDown(bench, scenarios);
    const { figures } = bench;
    if (!json) {
      console.log(`${renderTable(figures, scenarios)}\n\n${renderComparison(figures, scenarios)}`);
    }
  });

/** Writes what was measured so far into the documents. @param load before the first run, if it was one go. */
function writeDown(bench: Bench, scenarios: readonly Scenario[], load?: number): void {
  const { omissions, competitors, runs, options: { quick } } = bench;
  const figures = scenarios.flatMap(({ name }) =>
    bench.figures.filter(({ scenario }) => scenario === name)
  );
  const machine = describeMachine();
  const circumstances = { runs, quick, date: new Date(), load, machine, competitors, omissions };
  const measured = scenarios.filter(({ name }) =>
    figures.some(({ scenario }) => scenario === name)
  );
  writeFileSync(RESULTS, renderResults(figures, measured, circumstances));
  const plot = renderPlot(figures);
  if (plot) writeFileSync(PLOT, plot);
  const model = renderFigures(figures, modelScenario.name);
  if (model) {
    writeFileSync(MODEL, replacePart(readFileSync(MODEL, "utf8"), modelScenario.name, model));
  }
  execFileSync(process.execPath, ["fmt", "--quiet", RESULTS, MODEL, ...(plot ? [PLOT] : [])]);
}

// By way of `exit`, where what was started is ended.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
try {
  await command.parseAsync();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
