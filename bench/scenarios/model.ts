/**
 * The model's constants, fitted to measured points: what a message costs each thread, by how many members
 * it is delivered to; and what other machines would carry if that is all there is to it.
 * @module
 */
import type { Sample } from "../figure.ts";
import { Generator } from "../generator/generator.ts";
import { threadCpuTime } from "../machine.ts";
import { type Costs, fitLine, onCluster, onMachine, type Point } from "../model.ts";
import type { RunOptions, Scenario } from "../scenario.ts";
import { parley, parleyWith } from "../subjects/parley.ts";
import { oneRoom, type RunningSubject } from "../subjects/subject.ts";
import { ALONE, INGEST_WINDOW, SENDERS, WINDOW } from "./fan_out.ts";
import { measureFlood } from "./saturation.ts";

/** Members of the room, those who send among them, at the points that are measured. */
const BUSY_MEMBERS = [10, 50, 100, 250, 500, 1_000, 2_000];
const QUIET_MEMBERS = [50, 100, 250, 500];
/** Messages a second at which each is flushed by itself, and milliseconds of that. */
const QUIET_RATE = 100;
const QUIET_TIME = 3_000;
/** Gateways beyond the first that only hear of messages, to find what that costs. */
const HEARING = 2;
const CONNECTIONS = 2_000;
const MEMBERS = [10, 500];
const CORES = [4, 16, 64];
const NODES = [10, 1_000];
const NODE_CORES = 16;
/** About. */
const EVENT_BYTES = 260;

/** The names that Deno gives the server's threads, in the order in which `server.ts` starts them. */
const STORE = "worker-1";
const FIRST_GATEWAY = 2;

/** Seconds of CPU time. */
interface Threads {
  store: number;
  gateways: number;
}

function threadTimes(pid: number, gateways = 1): Threads {
  const all = Array.from(
    { length: gateways },
    (_, n) => threadCpuTime(pid, `worker-${FIRST_GATEWAY + n}`),
  );
  return { store: threadCpuTime(pid, STORE), gateways: all.reduce((sum, each) => sum + each) };
}

/** Starts to measure. @returns a function that tells the cores that each kept busy since. */
function measureThreads(gateways: number): (server: RunningSubject) => () => Sample[] {
  return ({ pid }) => {
    const start = performance.now();
    const before = threadTimes(pid, gateways);
    return () => {
      const seconds = (performance.now() - start) / 1000;
      const after = threadTimes(pid, gateways);
      return [
        { metric: "store", unit: "cores", value: (after.store - before.store) / seconds },
        { metric: "gateways", unit: "cores", value: (after.gateways - before.gateways) / seconds },
      ];
    };
  };
}

/** What a message costs the threads that nobody but its author receives. */
async function costAlone(gateways: number, options: RunOptions): Promise<Threads> {
  const measure = measureThreads(gateways);
  const flood = { world: ALONE, window: INGEST_WINDOW, measure };
  const { messages, cpu: [store, all] } = await measureFlood(parleyWith(gateways), flood, options);
  return { store: store.value / messages, gateways: all.value / messages };
}

/** What a message costs the threads while a room takes as many as it can. */
async function costInARoom(members: number, options: RunOptions): Promise<Threads> {
  const world = oneRoom(members);
  const receivers = members - SENDERS;
  const flood = { world, receivers, window: WINDOW, measure: measureThreads(1) };
  const { messages, cpu: [store, all] } = await measureFlood(parleyWith(1), flood, options);
  return { store: store.value / messages, gateways: all.value / messages };
}

/** What a message costs the gateway that goes out by itself. */
async function costWhenQuiet(members: number, { quick }: RunOptions): Promise<number> {
  const time = quick ? QUIET_TIME / 3 : QUIET_TIME;
  const server = await parleyWith(1).start(oneRoom(members));
  try {
    await using generator = new Generator();
    await generator.call("open", server.dialect, members - 1, 1);
    const pace = { rate: QUIET_RATE, timed: 1 };
    await generator.call("pace", { ...pace, warmUp: 500, time: 500 });
    const before = threadTimes(server.pid).gateways;
    await generator.call("pace", { ...pace, warmUp: 0, time });
    return (threadTimes(server.pid).gateways - before) / (QUIET_RATE * time / 1000);
  } finally {
    await server.stop();
  }
}

/** Seconds of CPU time that a connection costs the gateway until it is in its rooms. */
async function costOfConnecting(): Promise<number> {
  const server = await parleyWith(1).start(oneRoom(2 * CONNECTIONS));
  try {
    await using generator = new Generator();
    await generator.call("open", server.dialect, CONNECTIONS, 0);
    const before = threadTimes(server.pid).gateways;
    await generator.call("open", server.dialect, CONNECTIONS, 0);
    return (threadTimes(server.pid).gateways - before) / CONNECTIONS;
  } finally {
    await server.stop();
  }
}

function sample(metric: string, unit: string, value: number): Sample {
  return { metric, unit, value };
}

function extrapolate(costs: Costs): Sample[] {
  const samples: Sample[] = [];
  for (const members of MEMBERS) {
    const rooms = `rooms of ${members}`;
    for (const cores of CORES) {
      const { messages, gateways } = onMachine(costs, cores, members);
      const where = `extrapolated, ${cores} cores, ${rooms}`;
      samples.push(
        sample(`${where}: messages`, "1/s", messages),
        sample(`${where}: gateways, of which more gain nothing`, "1", gateways),
        sample(`${where}: network`, "Gbit/s", messages * members * EVENT_BYTES * 8 / 1e9),
      );
    }
    for (const nodes of NODES) {
      for (const routed of [true, false]) {
        const how = routed ? "people at their room's node" : "people at any node";
        const cluster = { nodes, cores: NODE_CORES, routed };
        samples.push(sample(
          `extrapolated, ${nodes} nodes of ${NODE_CORES} cores, ${rooms}, ${how}: messages`,
          "1/s",
          onCluster(costs, cluster, members),
        ));
      }
    }
  }
  return samples;
}

async function model(options: RunOptions): Promise<Sample[]> {
  const alone = await costAlone(1, options);
  const heard = await costAlone(1 + HEARING, options);
  const post = Math.max(0, (heard.gateways - alone.gateways) / HEARING);
  const busy: Point[] = [];
  for (const members of BUSY_MEMBERS) {
    busy.push({ x: members, y: (await costInARoom(members, options)).gateways });
  }
  const quiet: Point[] = [];
  for (const members of QUIET_MEMBERS) {
    quiet.push({ x: members, y: await costWhenQuiet(members, options) });
  }
  const line = fitLine(busy);
  const quietLine = fitLine(quiet);
  const costs: Costs = {
    store: alone.store,
    message: Math.max(0, line.a - post),
    post,
    delivery: line.b,
  };
  return [
    sample("a message, in the store", "µs", costs.store * 1e6),
    sample("a message, in each gateway that hears of it", "µs", costs.post * 1e6),
    sample("a message, in the gateway that it came to", "µs", costs.message * 1e6),
    sample("a delivery, busy", "µs", costs.delivery * 1e6),
    sample("a delivery, quiet", "µs", quietLine.b * 1e6),
    sample("farthest off the busy line", "%", line.worst * 100),
    sample("farthest off the quiet line", "%", quietLine.worst * 100),
    sample("a connection, to come", "µs", await costOfConnecting() * 1e6),
    ...busy.map(({ x, y }) => sample(`measured, busy, ${x} members: a message`, "µs", y * 1e6)),
    ...quiet.map(({ x, y }) => sample(`measured, quiet, ${x} members: a message`, "µs", y * 1e6)),
    ...extrapolate(costs),
  ];
}

export const modelScenario: Scenario = {
  name: "model",
  about:
    "CPU time of the server's threads for each message, by members of the room: as many messages " +
    `as it takes (busy), and ${QUIET_RATE} a second, each flushed by itself (quiet); a line through the ` +
    "points; and what other machines would carry by that line, which nobody has measured.",
  measurements: [{ subject: parley, run: model }],
  expected: [],
};
