import assert from "node:assert/strict";
import { call } from "../support/http.ts";
import { Cluster, WITHOUT_POSTGRES } from "../support/postgres.ts";
import { startServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { Crew, CREW_FLAGS, seededRandom } from "./crew.ts";

/** Times that a standby takes over. */
const FAILOVERS = LONG ? 8 : 1;

testUnless(
  WITHOUT_POSTGRES,
  "a standby takes over from a primary that died: nothing acknowledged is lost, and everybody goes on",
  async () => {
    const random = seededRandom();
    let primary = await Cluster.start();
    let standby: Cluster | undefined;
    try {
      const database = new URL(await primary.create()).pathname.slice(1);
      standby = await Cluster.standbyOf(primary);
      await primary.waitForStandbys();
      const hosts = `127.0.0.1:${primary.port},127.0.0.1:${standby.port}`;
      const url = `postgres://parley@${hosts}/${database}?target_session_attrs=read-write`;
      await using server = await startServer({ flags: [...CREW_FLAGS, "--database", url] });
      const crew = await Crew.gather(server.url);
      const health = async () => (await call(server.url, "/healthz")).status;
      for (let failover = 0; failover < FAILOVERS; failover++) {
        await crew.progress(random.between(1, 300));
        await primary.stop();
        await standby.promote();
        await eventually(async () => await health() === 200, "the server is well again");
        await crew.progress(random.between(1, 300));
        // The one that died comes back as a standby of the other.
        const { port } = primary;
        await primary.remove();
        primary = standby;
        standby = undefined;
        standby = await Cluster.standbyOf(primary, port);
        await primary.waitForStandbys();
      }
      await crew.progress();
      assert.ok(await crew.finish() > 0);
    } finally {
      await standby?.remove();
      await primary.remove();
    }
  },
);

testUnless(
  WITHOUT_POSTGRES,
  "while the standby that is waited for is gone nothing is acknowledged, and all goes on when it is back",
  async () => {
    const primary = await Cluster.start();
    let standby: Cluster | undefined;
    try {
      const url = await primary.create();
      standby = await Cluster.standbyOf(primary);
      await primary.waitForStandbys();
      await using server = await startServer({ flags: [...CREW_FLAGS, "--database", url] });
      const crew = await Crew.gather(server.url);
      const health = async () => (await call(server.url, "/healthz")).status;
      await crew.progress();
      await standby.stop();
      await eventually(async () => await health() === 503, "the server is unwell");
      const before = crew.acknowledged;
      const body = { name: "visitor", password: "correct horse battery" };
      const refused = await call(server.url, "/v1/accounts", { body });
      assert.deepEqual([refused.status, refused.body.code], [503, "unavailable"]);
      assert.equal(crew.acknowledged, before);
      await standby.run();
      await eventually(async () => await health() === 200, "the server is well again");
      await crew.progress();
      await crew.finish();
    } finally {
      await standby?.remove();
      await primary.remove();
    }
  },
);
