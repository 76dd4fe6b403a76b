import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { CLOSE } from "../../shared/protocol/mod.ts";
import { eventually } from "../support/wait.ts";
import { FakePeer, UnreliableBus, Wired } from "../support/wired.ts";

/** A peer whose network is gone without a word: it answers nothing, and nobody tells the server. */
class HalfOpenPeer extends FakePeer {
  pings = 0;
  override ping(): void {
    this.pings++;
  }
}

Deno.test("whoever vanishes without the network telling is offline after the heartbeat's deadline", async () => {
  await using wired = await Wired.start(1, new UnreliableBus(() => "arrives"));
  const [gateway] = wired.gateways;
  let time = 0;
  gateway.now = () => time;
  const [alice, bob] = [await wired.register("alice"), await wired.register("bob")];
  const a = new FakePeer(gateway);
  a.say({ type: "hello", token: alice.token });
  const b = new HalfOpenPeer(gateway);
  b.say({ type: "hello", token: bob.token });
  const isToldOfBob = (state: string) =>
    a.frames.some((frame) =>
      frame.type === "presence" && frame.person.id === bob.id && frame.state === state
    );
  await eventually(() => isToldOfBob("online"), "bob is online");

  time = limits.deadAfter;
  a.say({ type: "ping" });
  await eventually(() => b.pings === 1, "bob is asked for a sign of life");
  assert.ok(!isToldOfBob("offline"));
  assert.ok(!b.frames.some(({ type }) => type === "bye"));

  time++;
  a.say({ type: "ping" });
  await eventually(() => b.frames.some(({ type }) => type === "bye"), "bob is cut");
  assert.equal(b.frames.at(-1)?.code, CLOSE.silent);
  await eventually(() => isToldOfBob("offline"), "bob is offline");
  a.vanish();
});
