import assert from "node:assert/strict";
import { call, readLog, register } from "../support/http.ts";
import { Cluster, WITHOUT_POSTGRES } from "../support/postgres.ts";
import { startServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { Crew, CREW_FLAGS, seededRandom } from "./crew.ts";

const CRASHES = LONG ? 20 : 2;

testUnless(
  WITHOUT_POSTGRES,
  "PostgreSQL may crash and come back: writes are refused meanwhile, and nobody misses anything",
  async () => {
    const random = seededRandom();
    const cluster = await Cluster.start();
    try {
      const flags = [...CREW_FLAGS, "--database", await cluster.create()];
      await using server = await startServer({ flags });
      const crew = await Crew.gather(server.url);
      const health = () => call(server.url, "/healthz");
      for (let crash = 0; crash < CRASHES; crash++) {
        await crew.progress(random.between(1, 300));
        await cluster.stop();
        await eventually(async () => (await health()).status === 503, "the server is unwell");
        const [{ account }] = crew.chatters;
        const refused = await call(server.url, "/v1/accounts", {
          body: { name: `visitor${crash}`, password: "correct horse battery" },
        });
        assert.deepEqual([refused.status, refused.body.code], [503, "unavailable"]);
        await cluster.run();
        await eventually(async () => (await health()).status === 200, "the server is well again");
        // Before the log is read: the crew goes on meanwhile.
        const heard = crew.chatters[0].events.length;
        const log = await readLog(server.url, account.token, crew.room);
        assert.ok(log.length >= heard, "everything can be read");
      }
      await crew.progress();
      await crew.finish();
      // Nothing had to be started again.
      assert.doesNotMatch(server.stderr, /ended; starting another/);
      await eventually(async () => {
        const path = `/v1/search?query=${encodeURIComponent("from:member0")}`;
        const found = await call(server.url, path, { token: crew.chatters[0].account.token });
        return found.status === 200 && found.body.hits.length > 0;
      }, "what was written is found");
    } finally {
      await cluster.remove();
    }
  },
);

testUnless(
  WITHOUT_POSTGRES,
  "a server on PostgreSQL is the same after it was killed: accounts, rooms, messages, searches",
  async () => {
    const cluster = await Cluster.start();
    try {
      await using server = await startServer({ flags: ["--database", await cluster.create()] });
      const { token } = await register(server.url, "alice");
      const made = { name: "garden", kind: "private" };
      const joined = await call(server.url, "/v1/rooms", { token, body: made });
      const { id } = joined.body.room;
      const sent = await call(server.url, `/v1/rooms/${id}/messages`, {
        token,
        body: { id: "m1", text: "kumquats are ripe" },
      });
      assert.equal(sent.status, 201, JSON.stringify(sent.body));
      const log = await readLog(server.url, token, id);
      await server.kill();
      await server.restart();
      assert.deepEqual(await readLog(server.url, token, id), log);
      await eventually(async () => {
        const found = await call(server.url, "/v1/search?query=kumquats", { token });
        return found.body.hits?.length === 1;
      }, "the message is found");
    } finally {
      await cluster.remove();
    }
  },
);

testUnless(
  WITHOUT_POSTGRES,
  "a server whose database is gone stops when it is told to, and what it could not find out is there or is not",
  async () => {
    const cluster = await Cluster.start();
    try {
      const flags = [...CREW_FLAGS, "--database", await cluster.create()];
      await using server = await startServer({ flags });
      const crew = await Crew.gather(server.url);
      await crew.progress();
      await cluster.stop();
      await eventually(
        async () => (await call(server.url, "/healthz")).status === 503,
        "the server is unwell",
      );
      const { code, stdout } = await server.stop();
      assert.deepEqual([code, stdout.includes("Stopped.")], [0, true]);
      await cluster.run();
      await server.restart();
      await crew.progress();
      await crew.finish();
    } finally {
      await cluster.remove();
    }
  },
);
