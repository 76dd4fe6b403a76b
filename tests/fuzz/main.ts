/**
 * `deno task fuzz`: gives every target its share of many inputs, and prints what it fails with.
 * @module
 */
import { Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { Found, fuzz } from "./fuzz.ts";
import { newSeed } from "../support/random.ts";
import { TARGETS } from "./targets.ts";

function whole(value: string): number {
  if (/^\d{1,12}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Expected a whole number.");
}

const { inputs, seed, target } = new Command("fuzz")
  .description("Feeds whatever reads what others wrote with inputs that nobody would write.")
  .option("--inputs <n>", "inputs, all targets together", whole, 10_000_000)
  .option("--seed <n>", "what they follow from; another one each time if not given", whole)
  .option("--target <name>", `one of: ${Object.keys(TARGETS).join(", ")}`)
  .parse().opts();

/** The targets take turns: a run that is stopped early has given each of them as much. */
const ROUNDS = 100;

const start = seed ?? newSeed();
const chosen = Object.entries(TARGETS).filter(([name]) => target === undefined || name === target);
const share = Math.ceil(inputs / chosen.length);
console.log(`Seed ${start}, ${share} inputs for each of ${chosen.length} targets.`);
const rounds = Math.min(ROUNDS, share);
const seconds = new Map(chosen.map(([name]) => [name, 0]));
const failed = new Set<string>();
for (let round = 0; round < rounds; round++) {
  for (const [name, each] of chosen) {
    if (failed.has(name)) continue;
    const began = performance.now();
    try {
      await fuzz(name, each, Math.ceil(share / rounds), start + round);
    } catch (error) {
      if (!(error instanceof Found)) throw error;
      failed.add(name);
      console.error(error.message);
      console.error(error.cause);
      console.error("Add it to tests/fuzz/regressions.json.");
    }
    seconds.set(name, seconds.get(name)! + (performance.now() - began) / 1000);
  }
}
for (const [name, time] of seconds) {
  console.log(`${name}: ${failed.has(name) ? "FAILED" : "well"}, ${time.toFixed(0)} s`);
}
Deno.exit(failed.size === 0 && chosen.length > 0 ? 0 : 1);
