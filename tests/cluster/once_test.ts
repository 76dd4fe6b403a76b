import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { call, register } from "../support/http.ts";
import { PushSetup } from "../support/push_service.ts";
import { Receiver } from "../support/receiver.ts";
import { NotStarted, startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { TestNodes, WITHOUT_CLUSTER } from "./nodes.ts";

testUnless(
  WITHOUT_CLUSTER,
  "a webhook gets each event once and in order, whichever node delivers, and after that one died",
  async () => {
    await using receiver = new Receiver();
    await using cluster = await TestNodes.start(2, ["--webhooks-to-private", "on"]);
    const [one, two] = cluster.nodes;
    const { token } = await register(two.url, "alice");
    await using alice = await TestClient.connect(two.url, token);
    const { room } = await alice.request("join", { room: "garden" });
    const { url } = receiver;
    await alice.request("create-outgoing-hook", { room: room.id, name: "archive", url });
    const sent: string[] = [];
    const say = async (text: string) => {
      sent.push(text);
      const { seq } = await alice.say(room.id, text);
      await receiver.reaches(seq);
      // What a node that dies had no time to note is delivered again, as after any crash.
      await eventually(async () => {
        const { hooks } = await alice.request("hooks", { room: room.id });
        return hooks[0].cursor === seq;
      }, "the delivery is noted");
    };
    await say("first");
    await say("second");
    // It started first, so it is the one that delivers.
    await one.kill();
    await say("third");
    assert.deepEqual(receiver.events.map(({ text }) => text), sent);
  },
);

testUnless(
  WITHOUT_CLUSTER,
  "a node says what it lacks: a database, a broker; and a server alone is kept off",
  async () => {
    await using cluster = await TestNodes.start(1);
    const refused = async (flags: string[], reason: RegExp) => {
      try {
        await using _server = await startServer({ flags });
      } catch (error) {
        if (!(error instanceof NotStarted)) throw error;
        assert.match(error.ended.stderr, reason);
        return;
      }
      assert.fail(`It started with ${flags.join(" ")}.`);
    };
    const { database, nats } = cluster;
    await refused(["--broker", nats.url], /--broker needs --database/);
    const nobody = "nats://user:s3cret@127.0.0.1:1";
    await refused(
      ["--database", database, "--broker", nobody],
      /Can't use the broker nats:\/\/127\.0\.0\.1:1 .*--broker/,
    );
    await refused(["--database", database], /in use by another Parley server.*--broker/);
  },
);

testUnless(
  WITHOUT_CLUSTER,
  "of what calls for somebody each room is pushed once, by whichever node, and after one of them died",
  async () => {
    using setup = await PushSetup.make();
    await using service = await setup.service();
    await using cluster = await TestNodes.start(2, setup.server.flags);
    const [one, two] = cluster.nodes;
    const bob = await register(one.url, "bob");
    {
      await using phone = await TestClient.connect(one.url, bob.token);
      await phone.request("subscribe-push", service.subscription);
    }
    const alice = await register(two.url, "alice");
    await using client = await TestClient.connect(two.url, alice.token);
    const expected: string[] = [];
    const arrived = () => service.pushed.map(({ notification }) => notification.text).sort();
    const tell = async (count: number, stem: string) => {
      for (let n = 0; n < count; n++) {
        // A room for each: the words of one room are gathered into one notification.
        const { name } = await register(two.url, `${stem}${n}`);
        const { room } = await client.request("direct", { people: ["bob", name] });
        await client.say(room.id, `${stem} ${n}`);
        expected.push(`${stem} ${n}`);
      }
      const all = () => new Set(arrived()).size === expected.length;
      await eventually(all, `all ${expected.length} are pushed`);
    };
    await tell(10, "both");
    await one.kill();
    await tell(5, "alone");
    assert.deepEqual(arrived(), expected.sort());
  },
);

testUnless(
  WITHOUT_CLUSTER,
  "two nodes that erase what is too old at the same time erase each message once",
  async () => {
    await using cluster = await TestNodes.start(2, ["--sends-per-second", "0"]);
    const [one, two] = cluster.nodes;
    const name = new URL(cluster.database).pathname.slice(1);
    const ask = (query: string) => cluster.postgres.ask(name, query);
    const alice = await register(one.url, "alice");
    await using atOne = await TestClient.connect(one.url, alice.token);
    await using atTwo = await TestClient.connect(two.url, alice.token);
    const rooms: string[] = [];
    for (const stem of ["garden", "orchard"]) {
      const { room } = await atOne.request("join", { room: stem });
      rooms.push(room.id);
      const said = Array.from({ length: 150 }, (_, n) => atOne.say(room.id, `${stem} ${n}`));
      await Promise.all(said);
    }
    await ask(`UPDATE event SET at = at - 3 * 86400000::bigint`);
    await ask(`CREATE TABLE test_erasure (room text, seq bigint);
      CREATE FUNCTION note_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO test_erasure VALUES (NEW.room, NEW.seq); RETURN NEW; END $$;
      CREATE TRIGGER noted AFTER UPDATE ON event FOR EACH ROW EXECUTE FUNCTION note_erasure()`);
    // Each node looks at all rooms as soon as one of them is told how long to keep.
    await Promise.all([
      atOne.request("set-room", { room: rooms[0], retention: 1 }),
      atTwo.request("set-room", { room: rooms[1], retention: 1 }),
    ]);
    const left = `SELECT 1 FROM event WHERE kind = 'message' AND text <> ''`;
    await eventually(async () => (await ask(left)).length === 0, "all are erased");
    // Both have seen by now that nothing is left: what they write goes one after the other.
    for (const [client, room] of [[atOne, rooms[0]], [atTwo, rooms[1]]] as const) {
      await client.request("set-room", { room, retention: 2 });
    }
    const [{ times, messages }] = await ask(
      "SELECT count(*)::int AS times, count(DISTINCT (room, seq))::int AS messages FROM test_erasure",
    );
    assert.deepEqual([times, messages], [300, 300]);
    const { body } = await call(two.url, `/v1/rooms/${rooms[0]}/events?limit=5`, {
      token: alice.token,
    });
    assert.ok(body.events.every(({ text }: { text?: string }) => !text));
  },
);
