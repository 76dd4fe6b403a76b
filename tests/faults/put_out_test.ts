import assert from "node:assert/strict";
import { parseName } from "../../shared/names.ts";
import type { LogEvent, Person } from "../../shared/protocol/mod.ts";
import type { Reader } from "../../server/store/log.ts";
import { putOutBy } from "../../server/chat/rooms.ts";
import type { Frame } from "../support/client.ts";
import { LONG } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { FakePeer, type Fate, UnreliableBus, Wired } from "../support/wired.ts";
import { seededRandom } from "./crew.ts";
import { settle } from "./member.ts";

const ROUNDS = LONG ? 2_000 : 60;
const GATEWAYS = 2;
const DEVICES = 4;

/** What is read when a room is followed. */
const READS = ["head", "range", "room", "roomsOf"] as const;

/** What the bus does, a while each. */
const MOODS: Fate[][] = [["arrives"], ["arrives", "lost", "twice", "late"], ["lost", "late"]];

/** A device of somebody who is put out and let in again, with what each of its connections was sent. */
class Watcher {
  readonly connections: FakePeer[] = [];

  constructor(readonly token: string, readonly room: string) {}

  connect(wired: Wired, gateway: number): void {
    const cursor = this.connections.flatMap(({ frames }) => frames).findLast((frame) =>
      frame.type === "event" && frame.room === this.room
    )?.seq;
    this.connections.at(-1)?.vanish();
    const peer = new FakePeer(wired.gateways[gateway]);
    this.connections.push(peer);
    const cursors = cursor === undefined ? {} : { [this.room]: cursor };
    peer.say({ type: "hello", token: this.token, cursors });
  }
}

/** Lets a while go by before and after each read, as where the database is another machine's. */
function slowDown(reader: Reader, turns: () => number): void {
  for (const name of READS) {
    const read = reader[name].bind(reader) as (...args: unknown[]) => Promise<unknown>;
    Object.defineProperty(reader, name, {
      value: async (...args: unknown[]) => {
        await settle(turns());
        const result = await read(...args);
        await settle(turns());
        return result;
      },
    });
  }
}

/**
 * @returns the `seq` that the connection saw last, as a member; undefined for one that is out.
 * @throws {AssertionError} naming what should not have come.
 */
function check(frames: readonly Frame[], room: string, ends: readonly number[]) {
  let last: number | undefined;
  /** Where the membership ends of which the connection was told; undefined: it was told of none. */
  let upTo: number | undefined;
  const enter = ({ head }: { head: number }) => {
    upTo = ends.find((end) => end > head) ?? Infinity;
    last = undefined;
  };
  for (const frame of frames) {
    const entered = frame.type === "welcome"
      ? frame.rooms.find(({ id }: { id: string }) => id === room)
      : frame.type === "joined" && frame.room.id === room
      ? frame.room
      : undefined;
    if (entered) enter(entered);
    else if (frame.type === "left" && frame.room === room) upTo = undefined;
    else if (frame.type === "event" && frame.room === room) {
      const { seq } = frame;
      assert.ok(upTo !== undefined, `event ${seq} came to one who was told to be out`);
      assert.ok(seq <= upTo, `event ${seq} came to one who was put out by ${upTo}`);
      if (last !== undefined) assert.equal(seq, last + 1, "a hole, or something twice");
      last = seq;
    }
  }
  return upTo === undefined ? undefined : last;
}

Deno.test("whoever is put out gets nothing that is committed behind it, however tightly, on any device and gateway", async () => {
  const random = seededRandom();
  let mood = MOODS[0];
  const bus = new UnreliableBus(() => random.pick(mood));
  // Memberships go another way than events, which may be the longer one.
  await using wired = await Wired.start(GATEWAYS, bus, () => random.pick([1, 1, 2, 10, 50]));
  for (const reader of wired.readers) slowDown(reader, () => random.pick([0, 0, 1, 3, 10]));
  const accounts = { owner: await wired.register("owner"), victim: await wired.register("victim") };
  const [owner, victim] = Object.entries(accounts).map(([name, { id }]): Person => ({ id, name }));
  const [{ store }] = wired.gateways;
  const { room: { id: room } } = await store.write({
    kind: "create-room",
    person: owner,
    roomKind: "private",
    name: parseName("hideout", "room"),
    topic: "",
  });
  const watchers = Array.from(
    { length: DEVICES },
    () => new Watcher(accounts.victim.token, room),
  );
  for (const [n, watcher] of watchers.entries()) watcher.connect(wired, n % GATEWAYS);
  let written = 0;
  const write = () =>
    store.write({
      kind: "append",
      author: owner,
      room,
      requestId: `m${++written}`,
      text: "secret",
    });
  const invite = () => store.write({ kind: "invite", person: owner, room, invited: victim });
  const putOut = () => store.write({ kind: "kick", actor: owner, room, person: victim });

  for (let round = 0; round < ROUNDS; round++) {
    if (random.between(0, 9) === 0) mood = random.pick(MOODS);
    // All that is written in one turn is one commit.
    const done: Promise<unknown>[] = [invite()];
    const between = async () => {
      for (let n = random.between(0, 3); n > 0; n--) done.push(write());
      await settle(random.pick([0, 0, 1, 2, 5, 20]));
    };
    await between();
    if (random.between(0, 3) === 0) {
      random.pick(watchers).connect(wired, random.between(0, GATEWAYS - 1));
      await between();
    }
    done.push(putOut());
    await between();
    await Promise.all(done);
  }
  mood = MOODS[0];
  await Promise.all([invite(), write()]);
  const [reader] = wired.readers;
  const head = await reader.head(room);
  const all = { events: 1e6, bytes: 1e9 };
  const log = await reader.range(room, { after: 0, upTo: head }, all) as LogEvent[];
  const ends = log.filter((event) => putOutBy(event) === victim.id).map(({ seq }) => seq);
  assert.equal(ends.length, ROUNDS);
  const hasAll = ({ connections }: Watcher) =>
    check(connections.at(-1)!.frames, room, ends) === head;
  await eventually(() => watchers.every(hasAll), "whoever is let in again has everything");
  for (const { frames } of watchers.flatMap(({ connections }) => connections)) {
    check(frames, room, ends);
  }
  const seen = watchers.flatMap(({ connections }) => connections).flatMap(({ frames }) => frames);
  assert.ok(seen.some(({ type, kind }) => type === "event" && kind === "kick"), "nobody was there");
});
