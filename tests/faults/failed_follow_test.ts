import assert from "node:assert/strict";
import { CLOSE } from "../../shared/protocol/mod.ts";
import type { Reader } from "../../server/store/log.ts";
import { eventually } from "../support/wait.ts";
import { FakePeer, UnreliableBus, Wired } from "../support/wired.ts";

/** Lets one look into the log fail, as while a database is away. */
function failOnce(reader: Reader, call: "roomsOf" | "head" | "range" | "room"): void {
  const own = reader[call];
  Object.assign(reader, {
    [call]: () => {
      Object.assign(reader, { [call]: own });
      return Promise.reject(new Error("The database is away."));
    },
  });
}

/** Says hello until it is welcomed and has seen the message. @returns how often it was sent away. */
async function comeUntilServed(wired: Wired, token: string, text: string): Promise<number> {
  for (let away = 0;; away++) {
    const peer = new FakePeer(wired.gateways[0]);
    const { frames } = peer;
    peer.say({ type: "hello", token });
    const isServed = () => frames.some((frame) => frame.type === "event" && frame.text === text);
    const bye = () => frames.find(({ type }) => type === "bye");
    await eventually(() => isServed() || bye() !== undefined, "the message, or a bye");
    peer.vanish();
    if (isServed()) return away;
    assert.deepEqual([bye()!.code, bye()!.reconnect], [CLOSE.busy, true]);
  }
}

/** A message that waits in the lobby. */
async function plant(wired: Wired, token: string): Promise<string> {
  const peer = new FakePeer(wired.gateways[0]);
  peer.say({ type: "hello", token });
  await eventually(() => peer.frames[0]?.type === "welcome", "a welcome");
  const text = `It is ${crypto.randomUUID()}.`;
  peer.say({ type: "send", id: "m1", room: peer.frames[0].rooms[0].id, text });
  await eventually(() => peer.frames.some(({ type }) => type === "ack"), "an ack");
  peer.vanish();
  return text;
}

for (const call of ["roomsOf", "head", "range"] as const) {
  Deno.test(`a hello of which "${call}" fails ends in a bye: come back, and everything is there`, async () => {
    await using wired = await Wired.start(1, new UnreliableBus(() => "arrives"));
    const { token } = await wired.register("alice");
    const text = await plant(wired, token);
    const { error } = console;
    console.error = () => {};
    try {
      failOnce(wired.readers[0], call);
      assert.equal(await comeUntilServed(wired, token, text), 1);
    } finally {
      console.error = error;
    }
  });
}

Deno.test("whoever enters a room that can't be shown to them is told to come back", async () => {
  await using wired = await Wired.start(1, new UnreliableBus(() => "arrives"));
  const [gateway] = wired.gateways;
  const [alice, bob] = [await wired.register("alice"), await wired.register("bob")];
  const [owner, guest] = [new FakePeer(gateway), new FakePeer(gateway)];
  owner.say({ type: "hello", token: alice.token });
  guest.say({ type: "hello", token: bob.token });
  await eventually(() => guest.frames[0]?.type === "welcome", "a welcome");
  owner.say({ type: "create-room", id: "r", name: "den", kind: "private" });
  await eventually(() => owner.frames.some(({ id }) => id === "r"), "the room is there");
  const { room } = owner.frames.find(({ id }) => id === "r")!.result;
  owner.say({ type: "invite", id: "i", room: room.id, person: "bob" });
  await eventually(() => owner.frames.some(({ id }) => id === "i"), "bob is in");
  const hasRoom = () => guest.frames.some(({ type }) => type === "joined");
  await eventually(hasRoom, "bob is shown the room");
  owner.say({ type: "kick", id: "k", room: room.id, person: "bob" });
  await eventually(() => guest.frames.some(({ type }) => type === "left"), "bob is out");
  failOnce(wired.readers[0], "range");
  owner.say({ type: "invite", id: "j", room: room.id, person: "bob" });
  await eventually(() => guest.frames.some(({ type }) => type === "bye"), "a bye");
  assert.equal(guest.frames.at(-1)?.code, CLOSE.busy);
  owner.vanish();
  guest.vanish();
});
