import assert from "node:assert/strict";
import { limits } from "../../../shared/limits.ts";
import type { LogEvent, MessageEvent, Person } from "../../../shared/protocol/mod.ts";
import type { RoomChanges } from "../writes/rooms.ts";
import { append, type LogRig } from "./testing/log_rig.ts";
import { testLog } from "./testing/suite.ts";

const DAY = 24 * 3600 * 1000;

async function planted(rig: LogRig, count: number): Promise<{ alice: Person; room: string }> {
  const alice = await rig.register("alice");
  const room = await rig.join(alice, "garden");
  const numbers = Array.from({ length: count }, (_, n) => n);
  await rig.commit(...numbers.map((n) => append(alice, room, `m${n}`, `moonbeam ${n}`)));
  return { alice, room };
}

function set(rig: LogRig, person: Person, room: string, changes: RoomChanges) {
  return rig.done({ kind: "change-room", person, room, action: "set-room", changes });
}

/** Erases until nothing is left to. @returns in how many steps. */
async function expire(rig: LogRig): Promise<number> {
  for (let steps = 1;; steps++) {
    if (!(await rig.done({ kind: "expire-messages" })).more) return steps;
  }
}

function texts(events: LogEvent[]): string[] {
  return events.flatMap((event) => event.kind === "message" ? [event.text] : []);
}

testLog(
  "what is older than its room keeps it is erased, the rest and other rooms are not",
  async (rig) => {
    const { alice, room } = await planted(rig, 3);
    const orchard = await rig.join(alice, "orchard");
    await rig.done(append(alice, orchard, "o", "for ever"));
    await set(rig, alice, room, { retention: 7 });
    rig.now += 7 * DAY - 10;
    await rig.done(append(alice, room, "late", "a week later"));
    await expire(rig);
    assert.deepEqual(texts(await rig.events(room)), [
      "moonbeam 0",
      "moonbeam 1",
      "moonbeam 2",
      "a week later",
    ]);
    rig.now += DAY;
    const before = await rig.events(room);
    await expire(rig);
    const after = await rig.events(room);
    assert.deepEqual(texts(after), ["", "", "", "a week later"]);
    assert.deepEqual(
      after.map(({ seq, at, kind, author }) => ({ seq, at, kind, author })),
      before.map(({ seq, at, kind, author }) => ({ seq, at, kind, author })),
    );
    assert.deepEqual((after[2] as MessageEvent).state, { seq: 3, deletedBy: "" });
    assert.equal(await rig.reader.head(room), after.length, "no event tells of it");
    assert.deepEqual(texts(await rig.events(orchard)), ["for ever"]);
  },
);

testLog("messages are erased a bounded number at a time, and each once", async (rig) => {
  const count = 2 * limits.erasedMessages + 1;
  const { alice, room } = await planted(rig, count);
  await set(rig, alice, room, { retention: 1 });
  rig.now += 2 * DAY;
  assert.equal(await expire(rig), 3);
  assert.deepEqual(texts(await rig.events(room)), Array(count).fill(""));
  assert.equal(await expire(rig), 1);
});

testLog("0 days keep messages for ever again; what is erased stays so", async (rig) => {
  const { alice, room } = await planted(rig, 1);
  assert.equal((await set(rig, alice, room, { retention: 1 })).room.retention, 1);
  rig.now += 2 * DAY;
  await expire(rig);
  await rig.done(append(alice, room, "n", "kept"));
  assert.equal((await set(rig, alice, room, { retention: 0 })).room.retention, undefined);
  rig.now += 100 * DAY;
  await expire(rig);
  assert.deepEqual(texts(await rig.events(room)), ["", "kept"]);
});
