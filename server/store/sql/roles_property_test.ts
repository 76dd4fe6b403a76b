import assert from "node:assert/strict";
import fc from "fast-check";
import type { LogEvent, Person, Role } from "../../../shared/protocol/mod.ts";
import type { Write } from "../log.ts";
import { joining } from "./testing/log_rig.ts";
import { testLogs } from "./testing/suite.ts";

type Step =
  | { op: "join" | "leave"; person: number }
  | { op: "set-role"; person: number; role: Role };

/** The last of them is a guest. */
const PEOPLE = 4;

const person = fc.nat(PEOPLE - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ op: fc.constantFrom("join", "leave"), person }) },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant("set-role" as const),
      person,
      role: fc.constantFrom("owner", "moderator", "member"),
    }),
  },
);

function toWrite(step: Step, people: Person[], room: string): Write {
  const person = people[step.person];
  if (step.op === "set-role") {
    return { kind: "set-role", person: people[0], room, member: person, role: step.role };
  }
  return step.op === "join" ? joining(person, "garden") : { kind: "leave", person, room };
}

/** Who is in the room by its log alone, and the roles that it tells of. */
function tellsOf(events: LogEvent[]): Map<string, Role | undefined> {
  const roles = new Map<string, Role | undefined>();
  for (const event of events) {
    if (event.kind === "join") roles.set(event.author.id, undefined);
    if (event.kind === "leave") roles.delete(event.author.id);
    if (event.kind === "role") roles.set(event.person.id, event.role);
  }
  return roles;
}

testLogs(
  "whatever happens, a room has an owner as long as somebody can be one, and its log tells every change",
  async ({ start, runs }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        await using rig = await start();
        const people: Person[] = [];
        for (let n = 0; n < PEOPLE; n++) {
          people.push(await rig.register(`p${n}x`, n === PEOPLE - 1));
        }
        const room = await rig.join(people[0], "garden");
        for (const each of steps) {
          await rig.commit(toWrite(each, people, room));
          const { entries } = await rig.reader.rooms.members(room, { limit: 100 });
          const rulers = entries.filter((member) => !member.person.guest);
          assert.equal(
            rulers.length > 0,
            rulers.some((member) => member.role === "owner"),
            "somebody owns it as long as somebody can",
          );
          const guests = entries.filter((member) => member.person.guest);
          assert.ok(guests.every((member) => member.role === "member"), "guests have no power");
          const told = tellsOf(await rig.events(room));
          assert.deepEqual([...told.keys()].sort(), entries.map((m) => m.person.id).sort());
          for (const member of entries) {
            // Who comes in and owns the room at once is alone with guests: there is nobody to tell.
            const role = told.get(member.person.id);
            if (role !== undefined) assert.equal(member.role, role);
          }
        }
      }),
      { numRuns: runs(30) },
    );
  },
);
