import assert from "node:assert/strict";
// @ts-types="@types/pg"
import pg from "pg";
import { call } from "../support/http.ts";
import { Cluster, WITHOUT_POSTGRES } from "../support/postgres.ts";
import { NotStarted, startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

const LOCK_SESSION = "FROM pg_stat_activity WHERE application_name = 'parley server'";

async function onCluster(run: (cluster: Cluster, url: string) => Promise<void>): Promise<void> {
  const cluster = await Cluster.start();
  try {
    await run(cluster, await cluster.create());
  } finally {
    await cluster.remove();
  }
}

async function isRefused(url: string): Promise<void> {
  try {
    await using _second = await startServer({ flags: ["--database", url] });
  } catch (error) {
    if (!(error instanceof NotStarted)) throw error;
    const { code, stderr } = error.ended;
    assert.equal(code, 6);
    assert.match(
      stderr,
      /database postgres:\/\/\S+ is in use by another Parley server.*--database/,
    );
    assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
    return;
  }
  assert.fail("The second server started.");
}

testUnless(
  WITHOUT_POSTGRES,
  "a second server on one database is refused, also after the first lost its connection",
  () =>
    onCluster(async (cluster, url) => {
      await using first = await startServer({ flags: ["--database", url] });
      await isRefused(url);
      const sessions = () => cluster.ask("postgres", `SELECT pid ${LOCK_SESSION}`);
      const [{ pid }] = await sessions();
      await cluster.ask("postgres", `SELECT pg_terminate_backend(${pid})`);
      await eventually(async () => {
        const [session] = await sessions();
        return session !== undefined && session.pid !== pid;
      }, "the first has the lock again");
      await isRefused(url);
      assert.equal((await call(first.url, "/healthz")).status, 200);
      await first.kill();
      await using next = await startServer({ flags: ["--database", url] });
      assert.equal((await call(next.url, "/healthz")).status, 200);
    }),
);

testUnless(
  WITHOUT_POSTGRES,
  "a server whose database another one has by now stops, and says why",
  () =>
    onCluster(async (cluster, url) => {
      await using server = await startServer({ flags: ["--database", url] });
      const other = new pg.Client(url);
      await other.connect();
      try {
        const taken = other.query(`SELECT pg_advisory_lock(${0x50726c6f})`);
        const waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
        await eventually(async () => (await cluster.ask("postgres", waits)).length > 0, "it waits");
        await cluster.ask("postgres", `SELECT pg_terminate_backend(pid) ${LOCK_SESSION}`);
        await taken;
        const { code, stderr } = await server.ended;
        assert.equal(code, 6);
        assert.match(stderr, /is in use by another Parley server/);
      } finally {
        await other.end();
      }
    }),
);
