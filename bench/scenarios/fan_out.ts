/**
 * Fan-out at saturation: one room, a few senders that always have a number of messages in flight.
 * @module
 */
import type { Sample } from "../figure.ts";
import { measurementsOf, type RunOptions, type Scenario } from "../scenario.ts";
import { bunBatch, bunPublish, nodeWs, sink } from "../subjects/own_frames.ts";
import { parley } from "../subjects/parley.ts";
import { CHATS, FAST_CHATS, ROOMY_CHATS } from "../subjects/peers.ts";
import { oneRoom, type Subject, type World } from "../subjects/subject.ts";
import { measureFlood } from "./saturation.ts";

export const SENDERS = 4;
/** Messages in flight, all senders together. */
export const WINDOW = 400;

const DELIVERIES = "deliveries";

export async function fanOut(
  subject: Subject,
  receivers: number,
  options: RunOptions,
): Promise<Sample[]> {
  const world = oneRoom(receivers + SENDERS);
  const rates = await measureFlood(subject, { world, receivers, window: WINDOW }, options);
  return [
    { metric: DELIVERIES, unit: "1/s", value: rates.deliveries },
    { metric: "messages", unit: "1/s", value: rates.messages },
    { metric: "bytes of a delivery", unit: "B", value: rates.size },
    ...rates.cpu,
  ];
}

function scenario(
  receivers: number,
  subjects: readonly Subject[],
  { expected = [], ratios }: Partial<Pick<Scenario, "expected" | "ratios">> = {},
): Scenario {
  return {
    name: `fanout-${receivers}`,
    about: `One room, ${receivers} receivers; ${SENDERS} more clients keep ${WINDOW} messages ` +
      "in flight.",
    compared: DELIVERIES,
    measurements: measurementsOf(
      subjects,
      (subject, options) => fanOut(subject, receivers, options),
    ),
    ratios,
    expected,
  };
}

const TARGETS = {
  expected: [{ subject: parley.name, metric: DELIVERIES, atLeast: 6_000_000 }],
  ratios: { [bunPublish.name]: 2.5, [nodeWs.name]: 60, [bunBatch.name]: 0.8 },
};

export const fanOut100 = scenario(100, CHATS);
export const fanOut500 = scenario(500, FAST_CHATS, TARGETS);
export const fanOut2000 = scenario(2_000, ROOMY_CHATS, TARGETS);

/** Each of a thousand clients in ten rooms, none of which has the same ten people. */
const ROOMS: World = { people: 1_000, rooms: 1_000, roomsOfEach: 10 };

export const manyRooms: Scenario = {
  name: "rooms-1000x10",
  about:
    "1,000 clients in 1,000 rooms, each in ten of them: ten people a room. They send to their rooms " +
    `in turn; ${WINDOW} messages are in flight.`,
  compared: DELIVERIES,
  measurements: measurementsOf(ROOMY_CHATS, async (subject, options) => {
    const rates = await measureFlood(subject, { world: ROOMS, window: WINDOW }, options);
    return [
      { metric: DELIVERIES, unit: "1/s", value: rates.deliveries },
      { metric: "messages", unit: "1/s", value: rates.messages },
      ...rates.cpu,
    ];
  }),
  expected: [],
};

/** Clients that only send, each in a room of its own. */
export const ALONE: World = { people: 16, rooms: 16, roomsOfEach: 1 };
export const INGEST_WINDOW = 2_000;

export const ingest: Scenario = {
  name: "ingest",
  about: `${ALONE.people} clients, each alone in its room, keep ${INGEST_WINDOW} messages in ` +
    "flight: nobody else receives them.",
  compared: "messages",
  measurements: measurementsOf(FAST_CHATS, async (subject, options) => {
    const rates = await measureFlood(subject, { world: ALONE, window: INGEST_WINDOW }, options);
    return [{ metric: "messages", unit: "1/s", value: rates.messages }, ...rates.cpu];
  }),
  expected: [{ subject: parley.name, metric: "messages", atLeast: 30_000 }],
};

export const generatorAlone: Scenario = {
  name: "generator",
  about:
    "The load generator by itself: the load of `fanout-500`, `fanout-2000` and `ingest` on a sink, " +
    "which answers in the same words with bytes made beforehand. What it counts there is the most " +
    "that it could count elsewhere.",
  measurements: measurementsOf([sink], async (subject, options) => {
    const samples: Sample[] = [];
    for (const receivers of [500, 2_000]) {
      const rates = await fanOut(subject, receivers, options);
      samples.push(
        ...rates.map(({ metric, unit, value }) => ({
          metric: `${metric}, ${receivers} receivers`,
          unit,
          value,
        })),
      );
    }
    // The sink tells everything to everybody: there it is one room.
    const alone = { world: oneRoom(ALONE.people), window: INGEST_WINDOW };
    const { messages } = await measureFlood(subject, alone, options);
    return [...samples, { metric: "messages, as in ingest", unit: "1/s", value: messages }];
  }),
  expected: [],
};
