import assert from "node:assert/strict";
import { CLOSE } from "../../shared/protocol/mod.ts";
import { eventually } from "../support/wait.ts";
import { FakePeer, UnreliableBus, Wired } from "../support/wired.ts";
import { checkOrKeep, seededRandom } from "./crew.ts";
import { Member, settle } from "./member.ts";

const HOUR = 3600 * 1000;
const YEAR = 365 * 24 * HOUR;
const JUMPS = [-HOUR, 0, HOUR, YEAR];

/** The system's clock, for all that runs in this process. */
class SystemClock {
  readonly #now = Date.now;
  /** Milliseconds that it is ahead of what it should be. */
  ahead = 0;

  constructor() {
    Date.now = () => this.#now() + this.ahead;
  }

  [Symbol.dispose](): void {
    Date.now = this.#now;
  }
}

Deno.test("whatever the clock jumps to, events keep their order, and nothing is lost or doubled", async () => {
  using clock = new SystemClock();
  const random = seededRandom();
  await using wired = await Wired.start(2, new UnreliableBus(() => "arrives"));
  const accounts = [await wired.register("alice"), await wired.register("bob")];
  const [reader] = wired.readers;
  const [lobby] = await reader.roomsOf(accounts[0].id);
  const members = accounts.map((account) => new Member(account, lobby.id));
  for (const [gateway, member] of members.entries()) member.connect(wired, gateway);
  await settle(20);
  for (let round = 0; round < 50; round++) {
    clock.ahead = random.pick(JUMPS);
    for (let n = random.between(1, 5); n > 0; n--) random.pick(members).write();
    await settle(random.between(0, 5));
    // Whoever comes back while sessions seem to be over is turned away, and then not any more.
    if (clock.ahead < YEAR && random.between(0, 3) === 0) {
      random.pick(members).connect(wired, random.between(0, 1));
      await settle(20);
    }
  }
  await eventually(() => members.every(({ isAnswered }) => isAnswered), "all is acknowledged");
  await eventually(() => wired.gateways.every(({ store }) => !store.busy), "all is committed");
  const head = await reader.head(lobby.id);
  await eventually(
    () => members.every(({ events }) => events.at(-1)!.seq >= head),
    "everybody has everything",
  );
  const log = await reader.range(lobby.id, { after: 0, upTo: head }, { events: 1e6, bytes: 1e9 });
  assert.deepEqual(members.flatMap(({ unexpected }) => unexpected), []);
  assert.ok(log.some((event, n) => n > 0 && event.at < log[n - 1].at), "the clock went back");
  await checkOrKeep({
    log,
    acknowledged: members.flatMap(({ acknowledged }) => acknowledged),
    views: members.map(({ account, events }) => ({ member: account.id, events })),
  });
});

Deno.test("a year ahead sessions are over, but nobody is cut; when the clock is right again, so are they", async () => {
  using clock = new SystemClock();
  await using wired = await Wired.start(1, new UnreliableBus(() => "arrives"));
  const [gateway] = wired.gateways;
  const { token } = await wired.register("alice");
  const hello = async () => {
    const peer = new FakePeer(gateway);
    peer.say({ type: "hello", token });
    await eventually(() => peer.frames.length > 0, "an answer");
    return peer;
  };
  const stays = await hello();
  clock.ahead = YEAR;
  const refused = await hello();
  assert.equal(refused.frames.at(-1)?.code, CLOSE.notSignedIn);
  const { rooms: [{ id: room }] } = stays.frames[0];
  stays.say({ type: "send", id: "m1", room, text: "Is it that late?" });
  await eventually(() => stays.frames.some(({ type }) => type === "ack"), "an ack");
  clock.ahead = 0;
  const welcomed = await hello();
  assert.equal(welcomed.frames[0].type, "welcome");
  stays.vanish();
  welcomed.vanish();
});
