import assert from "node:assert/strict";
import { join } from "node:path";
import type { Person } from "../../../shared/protocol/mod.ts";
import type { RoomChanges } from "../writes/rooms.ts";
import { append, Rig } from "./testing/rig.ts";

const DAY = 24 * 3600 * 1000;

async function planted(rig: Rig, count: number): Promise<{ alice: Person; room: string }> {
  const alice = await rig.register("alice");
  const room = await rig.join(alice, "garden");
  const numbers = Array.from({ length: count }, (_, n) => n);
  await rig.commit(...numbers.map((n) => append(alice, room, `m${n}`, `moonbeam ${n}`)));
  return { alice, room };
}

function set(rig: Rig, person: Person, room: string, changes: RoomChanges) {
  return rig.done({ kind: "change-room", person, room, action: "set-room", changes });
}

/** Erases until nothing is left to. @returns in how many steps. */
async function expire(rig: Rig): Promise<number> {
  for (let steps = 1;; steps++) {
    if (!(await rig.done({ kind: "expire-messages" })).more) return steps;
  }
}

Deno.test("of an erased message nothing is left, neither its edits nor whom it mentioned", async () => {
  await using rig = new Rig();
  const { alice, room } = await planted(rig, 2);
  await rig.done({ ...append(alice, room, "all", "moonbeam @room"), everyone: true });
  const change = { kind: "edit", text: "moonbeam 0, anew" } as const;
  await rig.done({
    kind: "change-message",
    author: alice,
    administrator: false,
    room,
    target: 3,
    change,
  });
  const bob = await rig.register("bob");
  await rig.join(bob, "garden");
  await set(rig, alice, room, { retention: 1 });
  rig.now += 2 * DAY;
  await expire(rig);
  await assert.rejects(
    rig.done({
      kind: "change-message",
      author: alice,
      administrator: false,
      room,
      target: 3,
      change: { kind: "edit", text: "back" },
    }),
    /not-found/,
  );
  assert.deepEqual((await rig.events(room)).filter(({ kind }) => kind === "lost"), []);
  await rig.close();
  const bytes = await Deno.readFile(join(rig.folder, "parley.db"));
  rig.open();
  assert.ok(!new TextDecoder().decode(bytes).includes("moonbeam"));
});
