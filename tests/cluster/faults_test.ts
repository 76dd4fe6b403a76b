import assert from "node:assert/strict";
import { Crew, CREW_FLAGS } from "../faults/crew.ts";
import { TestClient } from "../support/client.ts";
import { call, logIn, logOut, register } from "../support/http.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { TestNodes, WITHOUT_CLUSTER } from "./nodes.ts";

/** Time for everybody to have everything again, on a machine with others at work. */
const CAUGHT_UP = 10_000;

testUnless(
  WITHOUT_CLUSTER,
  "nodes, broker and network fail one after the other, and nobody misses anything",
  async () => {
    await using cluster = await TestNodes.start(3, CREW_FLAGS);
    const { nodes, nats, network, postgres } = cluster;
    const crew = await Crew.gather(cluster.url, 6);
    await crew.progress(100);

    const { welcomes } = crew;
    await nodes[1].kill();
    await eventually(() => crew.welcomes > welcomes, "who was there went to other nodes");
    await crew.progress(100);
    await nodes[1].restart();

    await nats.kill();
    await crew.progress(100);
    await nats.run();
    await crew.progress(100);

    network.setSilent(true);
    await crew.progress(100);
    network.setSilent(false);
    await crew.progress(100);

    await postgres.stop();
    await postgres.run();
    await crew.progress(100);
    assert.ok(await crew.finish() > 0);
  },
);

testUnless(
  WITHOUT_CLUSTER,
  "without a broker messages still cross nodes, and who is put out anywhere is out everywhere",
  async () => {
    await using cluster = await TestNodes.start(2);
    const [one, two] = cluster.nodes.map(({ url }) => url);
    const alice = await register(one, "alice");
    const bob = await register(two, "bob");
    const elsewhere = await logIn(two, "alice");
    await using atOne = await TestClient.connect(one, alice.token);
    await using atTwo = await TestClient.connect(two, bob.token);
    const other = await TestClient.connect(two, elsewhere.token);
    const made = { name: "garden", kind: "private" };
    const { room } = (await call(one, "/v1/rooms", { token: alice.token, body: made })).body;
    const members = `/v1/rooms/${room.id}/members`;
    await call(one, members, { token: alice.token, body: { person: "bob" } });
    await atTwo.find(({ type }) => type === "joined", "bob joined");
    const caughtUp = (condition: () => boolean, what: string) =>
      eventually(condition, what, CAUGHT_UP);

    await cluster.nats.kill();
    await atOne.say(room.id, "one");
    await caughtUp(() => atTwo.texts(room.id).length === 1, "the message crossed");
    await call(one, `${members}/bob`, { token: alice.token, method: "DELETE" });
    await caughtUp(() => atTwo.frames.some(({ type }) => type === "left"), "bob was put out");
    await logOut(one, elsewhere.token);
    let closed = false;
    other.closed.then(() => closed = true);
    await caughtUp(() => closed, "the session that was ended is closed");
    await cluster.nats.run();

    const lobby = atOne.room("lobby");
    await atTwo.say(lobby, "two");
    await caughtUp(() => atOne.texts(lobby).length === 1, "messages cross again");
  },
);

testUnless(
  WITHOUT_CLUSTER,
  "whoever was at a node that died is offline, unless they came back at another",
  async () => {
    await using cluster = await TestNodes.start(2);
    const [one, two] = cluster.nodes;
    const alice = await register(one.url, "alice");
    const bob = await register(one.url, "bob");
    const carol = await register(two.url, "carol");
    await using watching = await TestClient.connect(two.url, carol.token);
    await watching.follows(watching.room("lobby"));
    const lost = [alice, bob].map(({ token }) => TestClient.connect(one.url, token));
    await Promise.all(lost);
    const states = (account: string) =>
      watching.frames.filter(({ type, person }) => type === "presence" && person.id === account)
        .map(({ state }) => state);
    await watching.until(() => states(alice.id).length + states(bob.id).length === 2, "both");
    await one.kill();
    await using back = await TestClient.connect(two.url, bob.token);
    await watching.until(() => states(alice.id).at(-1) === "offline", "alice is offline");
    assert.deepEqual(states(bob.id), ["online"]);
    const { people } = await back.request("online", { room: back.room("lobby") });
    assert.deepEqual(people.map(({ name }) => name).sort(), ["bob", "carol"]);
  },
);
