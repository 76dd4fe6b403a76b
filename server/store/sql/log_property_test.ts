import assert from "node:assert/strict";
import fc from "fast-check";
import type { LogEvent, Person } from "../../../shared/protocol/mod.ts";
import type { Outcomes, Write } from "../log.ts";
import { append, joining } from "./testing/log_rig.ts";
import { testLogs } from "./testing/suite.ts";

/** The writes of a history, by small numbers that mean people, rooms and ids. */
type Step =
  | { op: "append"; person: number; room: number; id: number }
  | { op: "join" | "leave"; person: number; room: number };

const PEOPLE = 3;
const ROOMS = 2;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant("append" as const),
      person: fc.nat(PEOPLE - 1),
      room: fc.nat(ROOMS - 1),
      // Few ids, so that many are used again: by the same author, by others, in other rooms.
      id: fc.nat(5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constantFrom("join" as const, "leave" as const),
      person: fc.nat(PEOPLE - 1),
      room: fc.nat(ROOMS - 1),
    }),
  },
);

/** What the log should hold, written down the simple way. */
class Model {
  readonly logs: string[][] = Array.from({ length: ROOMS }, () => []);
  readonly members = Array.from({ length: ROOMS }, () => new Set<number>());
  readonly placeOf = new Map<string, { room: number; seq: number }>();

  /** @returns the place that an append is answered with, `true` for other successes, or a refusal. */
  take(step: Step): { room: number; seq: number } | true | "not-found" {
    const { person, room } = step;
    const isMember = this.members[room].has(person);
    if (step.op === "append") {
      const key = `${person} ${step.id}`;
      const known = this.placeOf.get(key);
      if (known) return known;
      if (!isMember) return "not-found";
      const place = { room, seq: this.logs[room].push(`message ${key}`) };
      this.placeOf.set(key, place);
      return place;
    }
    if (step.op === "join") {
      if (!isMember) this.logs[room].push(`join ${person}`);
      this.members[room].add(person);
      return true;
    }
    if (!isMember) return "not-found";
    this.logs[room].push(`leave ${person}`);
    this.members[room].delete(person);
    return true;
  }
}

testLogs(
  "any interleaving of sends, retries, joins and leaves gives what a simple model gives",
  async ({ start, runs }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 12 }),
        async (batches) => {
          await using rig = await start();
          const people: Person[] = [];
          for (let n = 0; n < PEOPLE; n++) people.push(await rig.register(`person${n}`));
          const maker = await rig.register("maker");
          const rooms: string[] = [];
          for (let n = 0; n < ROOMS; n++) rooms.push(await rig.join(maker, `room${n}`));
          const model = new Model();
          const posted: LogEvent[] = [];
          for (const batch of batches) {
            const writes = batch.map((step): Write => {
              const person = people[step.person];
              if (step.op === "append") return append(person, rooms[step.room], `m${step.id}`);
              if (step.op === "join") return joining(person, `room${step.room}`);
              return { kind: "leave", person, room: rooms[step.room] };
            });
            const { answers, events } = await rig.commit(...writes);
            posted.push(...events);
            for (const [n, step] of batch.entries()) {
              const expected = model.take(step);
              const answer = answers[n];
              if (expected === "not-found") {
                assert.equal(answer.ok ? "ok" : answer.code, "not-found");
              } else if (expected === true) {
                assert.ok(answer.ok);
              } else {
                assert.ok(answer.ok);
                const { room, seq } = answer.outcome as Outcomes["append"];
                // Each room starts with its maker's create and join.
                assert.deepEqual({ room, seq }, {
                  room: rooms[expected.room],
                  seq: expected.seq + 2,
                });
              }
            }
          }
          for (const [n, room] of rooms.entries()) {
            const events = await rig.events(room);
            assert.deepEqual(events.map((event) => event.seq), events.map((_event, i) => i + 1));
            assert.equal(await rig.reader.head(room), events.length);
            const content = events.slice(2).map((event) => {
              const person = people.findIndex((each) => each.id === event.author.id);
              return event.kind === "message"
                ? `message ${person} ${event.id.slice(1)}`
                : `${event.kind} ${person}`;
            });
            assert.deepEqual(content, model.logs[n]);
            assert.deepEqual(posted.filter((event) => event.room === room), events.slice(2));
            const members = await rig.reader.members(room);
            const expected = [...model.members[n]].map((person) => people[person].id);
            assert.deepEqual(members.sort(), [...expected, maker.id].sort());
          }
        },
      ),
      { numRuns: runs(100) },
    );
  },
);
