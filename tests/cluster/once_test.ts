import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { register } from "../support/http.ts";
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
