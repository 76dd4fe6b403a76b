/**
 * All scenarios, in the order in which they run.
 * @module
 */
import type { Scenario } from "../scenario.ts";
import { clientMemoryScenario, clientStartScenario } from "./client_binary.ts";
import { connectScenario, logInScenario, reconnectScenario } from "./connect.ts";
import { fanOut100, fanOut2000, fanOut500, generatorAlone, ingest, manyRooms } from "./fan_out.ts";
import { history10m, history1m } from "./history.ts";
import { idleMemoryScenario } from "./idle_memory.ts";
import { keyToScreenScenario } from "./key_to_screen.ts";
import { latencies } from "./latency.ts";
import { modelScenario } from "./model.ts";
import { nodesScenario } from "./nodes.ts";
import { search10m, search1m } from "./search.ts";
import { startUpScenario } from "./start_up.ts";

export const SCENARIOS: readonly Scenario[] = [
  generatorAlone,
  fanOut100,
  fanOut500,
  fanOut2000,
  manyRooms,
  ...latencies,
  ingest,
  nodesScenario,
  connectScenario,
  logInScenario,
  reconnectScenario,
  idleMemoryScenario,
  history1m,
  history10m,
  search1m,
  search10m,
  startUpScenario,
  keyToScreenScenario,
  clientStartScenario,
  clientMemoryScenario,
  modelScenario,
];
