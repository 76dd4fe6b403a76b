import assert from "node:assert/strict";
import { join } from "node:path";
import { lost, planted, texts } from "../sql/testing/planted.ts";
import { append, Rig } from "./testing/rig.ts";
import { tear } from "./testing/tearing.ts";

Deno.test("around a torn page all is read, of that room and of others, and lists stay whole", async () => {
  await using rig = new Rig();
  const { alice, garden, orchard } = await planted(rig);
  await rig.done({ kind: "mark-read", account: alice.id, room: garden, seq: 212 });
  const before = await rig.events(garden);
  const others = await rig.events(orchard);
  const rooms = await rig.reader.roomsOf(alice.id);
  await rig.close();
  tear(join(rig.folder, "parley.db"), "garden 210.");
  rig.open();
  const after = await rig.events(garden);
  assert.deepEqual(after.map(({ seq }) => seq), before.map(({ seq }) => seq));
  assert.ok(lost(after).includes(213));
  assert.ok(lost(after).length < 100, `${lost(after).length} are lost`);
  const sound = after.filter(({ kind }) => kind !== "lost");
  assert.deepEqual(sound, before.filter(({ seq }) => after[seq - 1].kind !== "lost"));
  assert.deepEqual(await rig.events(orchard), others);
  assert.deepEqual(await rig.reader.roomsOf(alice.id), rooms);
  const all = await rig.reader.rooms.list(
    alice.id,
    { query: "", mine: false, sort: "recent" },
    { limit: 10 },
  );
  assert.equal(all.entries.length, 3);
});

Deno.test("a write that needs what is damaged is refused by itself, and the others are done", async () => {
  await using rig = new Rig();
  const { alice, garden, orchard } = await planted(rig);
  await rig.close();
  tear(join(rig.folder, "parley.db"), "garden 210.");
  rig.open();
  const edit = (seq: number) =>
    ({
      kind: "change-message",
      author: alice,
      administrator: false,
      room: garden,
      target: seq,
      change: { kind: "edit", text: "anew" },
    }) as const;
  await assert.rejects(rig.commit(edit(213)), (error) => (error as Error).name === "Error");
  await rig.done(append(alice, garden, "g", "on it goes"));
  await rig.done(append(alice, orchard, "o", "here too"));
  assert.deepEqual(texts(await rig.events(garden)).slice(-1), ["on it goes"]);
  assert.deepEqual(texts(await rig.events(orchard)).slice(-1), ["here too"]);
});
