import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { limits } from "../../shared/limits.ts";
import { CLOSE } from "../../shared/protocol/mod.ts";
import { makePeople } from "../support/people.ts";
import { fromSource } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { openSockets } from "../support/sockets.ts";
import { eventually } from "../support/wait.ts";
import { noOwnNetwork, OwnNetwork } from "./network.ts";
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

const CLIENT = fromSource(fileURLToPath(new URL("../../cli/main.ts", import.meta.url)));
const CLIENTS = 3;
/** Beyond the deadline of the heartbeat: the second that it is looked at, and the end of the close. */
const MORE = 10_000;

testUnless(
  LONG ? noOwnNetwork : "takes a minute; PARLEY_LONG_TESTS=1 runs it",
  "half-open connections are let go of, and their clients come back when the network does",
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "parley-half-open-" });
    const data = join(folder, "data");
    const [token] = await makePeople(data, 1);
    const network = await OwnNetwork.start(data, []);
    const { server } = network;
    const clients: Deno.ChildProcess[] = [];
    try {
      const before = openSockets(server.pid);
      const env = { PARLEY_TOKEN: token, PARLEY_SERVER: server.url };
      const run = (...words: string[]) => {
        const [program, ...args] = network.inside(...CLIENT, ...words, "--room", "lobby");
        return new Deno.Command(program, { args, env, stdout: "piped", stderr: "inherit" });
      };
      await run("send", "Is anybody there?").output();
      for (let n = 0; n < CLIENTS; n++) {
        const client = run("tail", "--since", "0").spawn();
        clients.push(client);
        await client.stdout.getReader().read();
      }
      const connected = () => openSockets(server.pid) - before;
      await eventually(() => connected() === CLIENTS, "all are there, by one connection");
      await network.takeAway();
      await eventually(() => connected() === 0, "all are let go of", limits.deadAfter + MORE);
      await network.bringBack();
      await eventually(() => connected() === CLIENTS, "all are back", 2 * limits.backoffMost);
    } finally {
      for (const client of clients) client.kill("SIGKILL");
      await Promise.all(clients.map((client) => client.status));
      await server[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    }
  },
);
