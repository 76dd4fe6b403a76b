/**
 * How fast people come: connections that are opened, log-ins with a password, and a whole crowd that
 * comes back at once.
 * @module
 */
import { once } from "node:events";
import { request } from "node:http";
import { latencySamples, type Sample } from "../figure.ts";
import { Generator } from "../generator/generator.ts";
import { measurementsOf, type RunOptions, type Scenario } from "../scenario.ts";
import { hashPassword } from "../../server/passwords/argon2.ts";
import { limits } from "../../shared/limits.ts";
import { parley, startOn } from "../subjects/parley.ts";
import { ROOMY_CHATS } from "../subjects/peers.ts";
import { nameOf, PreparedLog, tokenOf } from "../subjects/prepared_log.ts";
import { HOST } from "../subjects/process.ts";
import { oneRoom, type Subject } from "../subjects/subject.ts";
import { measureCpu } from "./cpu_share.ts";

const CLIENTS = 2_000;
/** Connections before the ones that count. */
const WARM_UP = 500;

async function connect(subject: Subject): Promise<Sample[]> {
  const server = await subject.start(oneRoom(WARM_UP + CLIENTS));
  try {
    await using generator = new Generator();
    await generator.call("open", server.dialect, WARM_UP, 0);
    const cpu = measureCpu(server.pid);
    const time = await generator.call("open", server.dialect, CLIENTS, 0);
    return [
      { metric: "connections", unit: "1/s", value: CLIENTS / time * 1000 },
      ...cpu(),
    ];
  } finally {
    await server.stop();
  }
}

export const connectScenario: Scenario = {
  name: "connect",
  about: `${CLIENTS} clients come, 32 at a time, ${WARM_UP} others being there: from the TCP ` +
    "handshake to being in the room.",
  compared: "connections",
  measurements: measurementsOf(ROOMY_CHATS, connect),
  expected: [],
};

/** Log-ins under way at once, and in all. */
const LOGINS_AT_ONCE = 4;
const LOGINS = 60;
const PASSWORD = "correct horse battery staple";

/** @param n its name and its address are tried once, so that no allowance is used up. */
async function logIn(port: number, n: number): Promise<number> {
  const start = performance.now();
  const body = JSON.stringify({ name: nameOf(n), password: PASSWORD });
  const asking = request({
    host: HOST,
    port,
    localAddress: `127.0.2.${1 + Math.floor(n / limits.loginBurst)}`,
    method: "POST",
    path: "/v1/sessions",
    headers: { "content-type": "application/json", "content-length": body.length },
  });
  asking.end(body);
  const [response] = await once(asking, "response");
  response.resume();
  await once(response, "end");
  if (response.statusCode !== 201) throw new Error(`A log-in was answered ${response.statusCode}.`);
  return performance.now() - start;
}

async function logIns({ quick }: RunOptions): Promise<Sample[]> {
  const count = quick ? LOGINS / 3 : LOGINS;
  const hash = await hashPassword(PASSWORD);
  const server = await startOn(async (folder) => {
    const log = new PreparedLog(folder);
    await log.addPeople(LOGINS_AT_ONCE + count, hash);
    await log.close();
  });
  try {
    const { port } = server.dialect;
    const logInAll = async (from: number, to: number): Promise<number[]> => {
      const times: number[] = [];
      let next = from;
      const some = async () => {
        while (next < to) times.push(await logIn(port, next++));
      };
      await Promise.all(Array.from({ length: LOGINS_AT_ONCE }, some));
      return times;
    };
    await logInAll(0, LOGINS_AT_ONCE);
    const start = performance.now();
    const times = await logInAll(LOGINS_AT_ONCE, LOGINS_AT_ONCE + count);
    const seconds = (performance.now() - start) / 1000;
    return [
      { metric: "log-ins", unit: "1/s", value: count / seconds },
      ...latencySamples("log-in", Float64Array.from(times)),
    ];
  } finally {
    await server.stop();
  }
}

export const logInScenario: Scenario = {
  name: "log-in",
  about:
    `Log-ins with a password over HTTP, ${LOGINS_AT_ONCE} at a time: bound by Argon2id, of which ` +
    "the server does one at a time.",
  measurements: [{ subject: parley, run: logIns }],
  expected: [],
};

const CROWD = 5_000;
const MISSED = 100;

async function reconnectStorm({ quick }: RunOptions): Promise<Sample[]> {
  const crowd = quick ? CROWD / 5 : CROWD;
  const server = await parley.start(oneRoom(crowd + 1));
  try {
    await using generator = new Generator();
    const { dialect } = server;
    const [room] = dialect.rooms;
    await generator.call("open", dialect, crowd, 1);
    const answer = await fetch(`${server.url}/v1/rooms/${room}/events?limit=1`, {
      headers: { authorization: `Bearer ${tokenOf(0)}` },
    });
    const { events } = await answer.json();
    await generator.call("cut", MISSED);
    const hello = { ...JSON.parse(dialect.opening[0].says), cursors: { [room]: events[0].seq } };
    const returning = { ...dialect, opening: [{ says: JSON.stringify(hello) }] };
    const cpu = measureCpu(server.pid);
    const { times, messages, refused } = await generator.call("storm", returning, crowd, MISSED);
    const shares = cpu();
    if (messages !== crowd * MISSED) {
      throw new Error(`${messages} messages came, some of them twice.`);
    }
    const sorted = times.sort();
    return [
      { metric: "until half were back", unit: "s", value: sorted[Math.floor(crowd / 2)] / 1000 },
      { metric: "until all were back", unit: "s", value: sorted[crowd - 1] / 1000 },
      { metric: "messages caught up on", unit: "1", value: messages },
      { metric: "tries turned away", unit: "1", value: refused },
      ...shares,
    ];
  } finally {
    await server.stop();
  }
}

export const reconnectScenario: Scenario = {
  name: "reconnect-storm",
  about:
    `${CROWD} clients are cut at once, ${MISSED} messages are said while they are away, and all ` +
    "come back at once with their cursors: until each has what it missed, exactly once.",
  measurements: [{ subject: parley, run: reconnectStorm }],
  expected: [{ subject: parley.name, metric: "until all were back", atMost: 10 }],
};
