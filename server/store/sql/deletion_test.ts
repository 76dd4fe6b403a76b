import assert from "node:assert/strict";
import { limits } from "../../../shared/limits.ts";
import type { Person } from "../../../shared/protocol/mod.ts";
import type { WriteOf } from "../log.ts";
import { append, codes } from "./testing/log_rig.ts";
import { testLog } from "./testing/suite.ts";

function deletion(
  person: Person,
  messages: "keep" | "erase",
  passwordHash: string | undefined = "hash",
): WriteOf<"delete-account"> {
  return { kind: "delete-account", person, passwordHash, messages };
}

testLog(
  "messages are erased a bounded number at a time, and what is left is known after a restart",
  async (rig) => {
    await rig.register("first");
    const alice = await rig.register("alice");
    const bob = await rig.register("bob");
    const room = await rig.join(alice, "garden");
    await rig.join(bob, "garden");
    const count = limits.erasedMessages + 5;
    const ids = Array.from({ length: count }, (_, n) => `m${n}`);
    await rig.commit(...ids.map((id) => append(alice, room, id, "secret")));
    await rig.done(append(bob, room, "b", "bob's"));
    await rig.done(deletion(alice, "erase"));
    assert.deepEqual(await rig.log.erasures(), [alice.id]);
    const more = { kind: "erase-messages", account: alice.id } as const;
    const first = await rig.commit(more);
    assert.equal(first.events.length, limits.erasedMessages);
    assert.deepEqual(first.answers, [{ ok: true, outcome: { done: false } }]);
    assert.deepEqual(await rig.log.erasures(), [alice.id]);
    const last = await rig.commit(more);
    assert.equal(last.events.length, 5);
    assert.deepEqual(last.answers, [{ ok: true, outcome: { done: true } }]);
    assert.deepEqual(await rig.log.erasures(), []);
    assert.equal((await rig.commit(more)).events.length, 0, "once more does nothing");
    assert.ok(!(await rig.dump()).includes("secret"));
    const texts = (await rig.events(room)).flatMap((e) => e.kind === "message" ? [e.text] : []);
    assert.deepEqual(texts.filter((text) => text !== ""), ["bob's"]);
  },
);

testLog(
  "of a deleted account nothing is left but what it wrote and the names that it had",
  async (rig) => {
    await rig.register("first");
    const alice = await rig.register("alice");
    await rig.done({
      kind: "set-profile",
      account: alice.id,
      display: { text: "A display", key: "a display", look: "a dlsplay" },
      bio: "A bio",
      email: "alice@example.org",
      timeZone: "Europe/Vienna",
    });
    await rig.done(deletion(alice, "keep"));
    const dump = await rig.dump();
    for (const gone of ["A display", "A bio", "example.org", "Vienna", "session of alice"]) {
      assert.ok(!dump.includes(gone), gone);
    }
    assert.equal(await rig.reader.account("alice"), undefined);
    const again = await rig.commit(deletion(alice, "keep"));
    assert.deepEqual(codes(again.answers), ["wrong-password"]);
  },
);

testLog("a deletion that the last administrator asks for changes nothing", async (rig) => {
  const boss = await rig.register("boss");
  const only = await rig.commit(deletion(boss, "keep"));
  assert.deepEqual(codes(only.answers), ["ok"], "alone it may go");
  const next = await rig.register("next");
  await rig.register("other");
  const before = await rig.dump();
  assert.deepEqual(codes((await rig.commit(deletion(next, "erase"))).answers), ["conflict"]);
  assert.equal(await rig.dump(), before);
});
