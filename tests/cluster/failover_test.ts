import assert from "node:assert/strict";
import { Crew, CREW_FLAGS } from "../faults/crew.ts";
import { call } from "../support/http.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { TestNodes, WITHOUT_CLUSTER } from "./nodes.ts";

testUnless(
  WITHOUT_CLUSTER,
  "a standby of the database takes over under two nodes: both go on, and nothing acknowledged is lost",
  async () => {
    await using cluster = await TestNodes.start(2, CREW_FLAGS, { standby: true });
    const crew = await Crew.gather(cluster.url, 6);
    await crew.progress(200);
    await cluster.postgres.stop();
    await cluster.standby!.promote();
    for (const { url } of cluster.nodes) {
      const isWell = async () => (await call(url, "/healthz")).status === 200;
      await eventually(isWell, `${url} is well again`);
    }
    await crew.progress(200);
    // What the nodes tell one another goes over the new primary, too.
    await cluster.nats.kill();
    await crew.progress(100);
    await cluster.nats.run();
    await crew.progress(100);
    assert.ok(await crew.finish() > 0);
    for (const node of cluster.nodes) assert.equal((await node.stop()).code, 0);
  },
);

testUnless(
  WITHOUT_CLUSTER,
  "nodes are restarted one after the other while people chat: there is always one, and nothing is lost",
  async () => {
    await using cluster = await TestNodes.start(2, CREW_FLAGS);
    const crew = await Crew.gather(cluster.url, 6);
    await crew.progress(100);
    for (const round of [1, 2]) {
      for (const node of cluster.nodes) {
        const { welcomes } = crew;
        const { code, stderr } = await node.stop();
        assert.equal(code, 0, stderr);
        await eventually(() => crew.welcomes > welcomes, "who was there went to the other node");
        await crew.progress(100);
        await node.restart();
        await crew.progress(50 * round);
      }
    }
    assert.ok(await crew.finish() > 0);
  },
);
