/**
 * Latency at a fixed rate: from the write of a message to its acknowledgement and to its deliveries; and
 * what the server takes for it.
 * @module
 */
import { latencySamples, type Sample } from "../figure.ts";
import { Generator } from "../generator/generator.ts";
import { type Expectation, measurementsOf, type RunOptions, type Scenario } from "../scenario.ts";
import { nats, prosody } from "../subjects/brokers.ts";
import { bunPublish, nodeWs } from "../subjects/own_frames.ts";
import { parley } from "../subjects/parley.ts";
import { oneRoom, type Subject } from "../subjects/subject.ts";
import { measureCpu } from "./cpu_share.ts";

/** Messages a second that one sender sends at the most: a server bounds what one has in flight. */
const RATE_OF_SENDER = 200;
const LEAST_SENDERS = 5;
const WARM_UP = 1_000;
const TIME = 3_000;
/** Deliveries a second that are timed: more would burden the machine that is measured. */
const TIMED = 50_000;
const SHARES = [0.5, 0.99, 0.999];

interface Load {
  /** Messages a second. */
  rate: number;
  receivers: number;
}

function sendersFor(rate: number): number {
  return Math.max(LEAST_SENDERS, rate / RATE_OF_SENDER);
}

export async function latency(
  subject: Subject,
  { rate, receivers }: Load,
  { quick }: RunOptions,
): Promise<Sample[]> {
  const senders = sendersFor(rate);
  const server = await subject.start(oneRoom(receivers + senders));
  try {
    await using generator = new Generator();
    await generator.call("open", server.dialect, receivers, senders);
    const cpu = measureCpu(server.pid);
    const { acks, deliveries } = await generator.call("pace", {
      rate,
      warmUp: WARM_UP,
      time: quick ? TIME / 3 : TIME,
      timed: Math.max(1, TIMED / rate),
    });
    const shares = cpu();
    return [
      ...latencySamples("send to ack", acks, SHARES),
      ...latencySamples("send to delivery", deliveries, SHARES),
      ...shares,
    ];
  } finally {
    await server.stop();
  }
}

const SUBJECTS: readonly Subject[] = [parley, bunPublish, nodeWs, nats];
/** Who keeps up with half a million deliveries a second. */
const FAST: readonly Subject[] = [parley, bunPublish, nats];

function scenario(
  load: Load,
  subjects: readonly Subject[],
  expected: Omit<Expectation, "subject">[] = [],
): Scenario {
  const { rate, receivers } = load;
  const messages = rate.toLocaleString("en-GB");
  return {
    name: receivers === 50 ? `latency-${rate}` : `latency-${rate}x${receivers}`,
    about: `One room, ${receivers} receivers; ${sendersFor(rate)} more clients send ${messages} ` +
      "messages a second, evenly spaced.",
    compared: "send to delivery p50",
    measurements: measurementsOf(subjects, (subject, options) => latency(subject, load, options)),
    expected: expected.map((each) => ({ subject: parley.name, ...each })),
  };
}

const ACK = { metric: "send to ack p99", atMost: 10 };
const DELIVERY = { metric: "send to delivery p99", atMost: 20 };

export const latencies: readonly Scenario[] = [
  scenario({ rate: 100, receivers: 50 }, [...SUBJECTS, prosody]),
  scenario({ rate: 1_000, receivers: 50 }, SUBJECTS, [ACK]),
  scenario({ rate: 10_000, receivers: 50 }, FAST),
  scenario({ rate: 100, receivers: 500 }, SUBJECTS),
  scenario({ rate: 1_000, receivers: 500 }, FAST, [ACK, DELIVERY]),
];
