import assert from "node:assert/strict";
import { limits } from "../../../shared/limits.ts";
import { parseName } from "../../../shared/names.ts";
import type { Person } from "../../../shared/protocol/mod.ts";
import type { WriteOf } from "../log.ts";
import { codes, joining, type LogRig } from "./testing/log_rig.ts";
import { testLog } from "./testing/suite.ts";

const NETWORK = "203.0.113.7";

let guests = 0;

function guest(rig: LogRig, network: string): Promise<{ person: Person }> {
  const name = `visitor${++guests}`;
  return rig.done<"register">({
    kind: "register",
    name: parseName(name, "name"),
    session: { tokenHash: `session of ${name}`, expiresAt: 1e15 },
    network,
  });
}

async function codesOfJoining(rig: LogRig, ...people: Person[]): Promise<string[]> {
  const { answers } = await rig.commit(...people.map((person) => joining(person, "garden")));
  return codes(answers);
}

/** A room of Alice's from which a guest of {@linkcode NETWORK} is banned. */
async function banned(rig: LogRig, seconds?: number): Promise<{ alice: Person; visitor: Person }> {
  const alice = await rig.register("alice");
  const { person: visitor } = await guest(rig, NETWORK);
  const room = await rig.join(alice, "garden");
  await rig.done<"ban">({ kind: "ban", actor: alice, room, person: visitor, seconds });
  return { alice, visitor };
}

testLog("a guest's ban holds for its address, which is nowhere in the database", async (rig) => {
  const { visitor } = await banned(rig);
  const { person: neighbour } = await guest(rig, NETWORK);
  const { person: other } = await guest(rig, "203.0.113.8");
  assert.deepEqual(await codesOfJoining(rig, visitor, neighbour, other), [
    "forbidden",
    "forbidden",
    "ok",
  ]);
  assert.ok(!(await rig.dump()).includes(NETWORK));
});

testLog("after a restart the address is banned still, of guests who come back too", async (rig) => {
  await banned(rig);
  const { person: neighbour } = await guest(rig, NETWORK);
  await rig.restart();
  await rig.done<"note-network">({
    kind: "note-network",
    guest: neighbour.id,
    network: NETWORK,
  });
  assert.deepEqual(await codesOfJoining(rig, neighbour), ["forbidden"]);
});

testLog("the address is free again when the ban is over", async (rig) => {
  await banned(rig);
  rig.now += limits.guestBanTime;
  const { person: neighbour } = await guest(rig, NETWORK);
  assert.deepEqual(await codesOfJoining(rig, neighbour), ["ok"]);
});

testLog(
  "a deed is judged by what both are when it is written, and leaves no trace if refused",
  async (rig) => {
    const [alice, mia, bob] = [
      await rig.register("alice"),
      await rig.register("mia"),
      await rig.register("bob"),
    ];
    const room = await rig.join(alice, "garden");
    for (const person of [mia, bob]) await rig.join(person, "garden");
    const role = (role: "moderator" | "member"): WriteOf<"set-role"> => (
      { kind: "set-role", person: alice, room, member: mia, role }
    );
    await rig.done<"set-role">(role("moderator"));
    const before = await rig.events(room);
    const { answers } = await rig.commit(role("member"), {
      kind: "kick",
      actor: mia,
      room,
      person: bob,
    });
    assert.deepEqual(codes(answers), ["ok", "forbidden"]);
    const after = await rig.events(room);
    assert.deepEqual(after.slice(before.length).map(({ kind }) => kind), ["role"]);
  },
);
