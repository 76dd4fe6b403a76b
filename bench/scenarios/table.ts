/**
 * All scenarios, in the order in which they run.
 * @module
 */
import type { Scenario } from "../scenario.ts";
import { fanOut100, fanOut2000, fanOut500 } from "./fan_out.ts";
import { idleMemoryScenario } from "./idle_memory.ts";
import { keyToScreenScenario } from "./key_to_screen.ts";
import { latency100, latency1000 } from "./latency.ts";
import { search1m } from "./search.ts";

export const SCENARIOS: readonly Scenario[] = [
  fanOut100,
  fanOut500,
  fanOut2000,
  latency100,
  latency1000,
  idleMemoryScenario,
  keyToScreenScenario,
  search1m,
];
