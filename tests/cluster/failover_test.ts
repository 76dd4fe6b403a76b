import assert from "node:assert/strict";
import { MIGRATIONS } from "../../server/store/postgres/migrate.ts";
import { Crew, CREW_FLAGS } from "../faults/crew.ts";
import { call } from "../support/http.ts";
import { NotStarted } from "../support/server.ts";
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

testUnless(
  WITHOUT_CLUSTER,
  "old nodes go on while a newer one has brought the database up to date, but don't start on it",
  async () => {
    await using cluster = await TestNodes.start(2, CREW_FLAGS);
    const { nodes: [one], postgres, database } = cluster;
    const crew = await Crew.gather(cluster.url, 4);
    await crew.progress(50);
    // What the next version would do: every table has a column more.
    const next = ["room", "event", "member", "account", "session"]
      .map((table) => `ALTER TABLE ${table} ADD COLUMN mood TEXT NOT NULL DEFAULT ''`);
    next.push(`INSERT INTO schema_step (step) VALUES (${MIGRATIONS.length + 1})`);
    await postgres.ask(new URL(database).pathname.slice(1), `BEGIN; ${next.join("; ")}; COMMIT`);
    await crew.progress(100);
    await assert.rejects(one.restart(), (error) => {
      assert.ok(error instanceof NotStarted);
      assert.match(error.ended.stderr, /written by a newer Parley/);
      return true;
    });
    await crew.progress(100);
    assert.ok(await crew.finish() > 0);
  },
);
