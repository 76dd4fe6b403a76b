import assert from "node:assert/strict";
import type { MessageChange } from "../../chat/messages.ts";
import { append } from "./testing/log_rig.ts";
import { testLog } from "./testing/suite.ts";

testLog("a change that changes nothing appends nothing and names the last change", async (rig) => {
  const alice = await rig.register("alice");
  const room = await rig.join(alice, "garden");
  const { seq: target, at } = await rig.done(append(alice, room, "m"));
  const change = (change: MessageChange) =>
    rig.done({ kind: "change-message", author: alice, administrator: false, room, target, change });
  const none = await change({ kind: "pin", on: false });
  assert.deepEqual({ ...none }, { room, seq: target, at });
  const pin = await change({ kind: "pin", on: true });
  const head = await rig.reader.head(room);
  assert.equal(pin.seq, head);
  assert.deepEqual({ ...await change({ kind: "pin", on: true }) }, { ...pin });
  assert.deepEqual({ ...await change({ kind: "edit", text: "hi" }) }, { ...pin });
  assert.equal(await rig.reader.head(room), head);
});
