import assert from "node:assert/strict";
// @ts-types="@types/pg"
import pg from "pg";
import { limits } from "../../../shared/limits.ts";
import { Cluster, WITHOUT_POSTGRES } from "../../../tests/support/postgres.ts";
import { testUnless } from "../../../tests/support/skip.ts";
import { eventually } from "../../../tests/support/wait.ts";
import { StorageError } from "../log.ts";
import { append } from "../sql/testing/log_rig.ts";
import { openPostgresLog } from "./log.ts";
import { PostgresRig } from "./testing/rig.ts";

let cluster: Cluster | undefined;

if (WITHOUT_POSTGRES === undefined) {
  Deno.test.beforeAll(async () => {
    cluster = await Cluster.start({ fsync: "off" });
  });
  Deno.test.afterAll(async () => await cluster?.remove());
}

function isPassing(error: unknown): boolean {
  return error instanceof StorageError && error.passing;
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

/** Ends all connections to a database, as an operator or a firewall may. */
async function endAll(url: string): Promise<void> {
  await cluster!.ask(
    "postgres",
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${nameOf(url)}'`,
  );
}

testUnless(
  WITHOUT_POSTGRES,
  "whoever holds a room's lock for long keeps nobody waiting for ever",
  async () => {
    await using rig = await PostgresRig.start(cluster!);
    const alice = await rig.register("alice");
    const room = await rig.join(alice, "garden");
    const hasty = await openPostgresLog(`${rig.url}?statement_timeout=100`, 0);
    const other = new pg.Client(rig.url);
    await other.connect();
    await other.query("BEGIN");
    await other.query("SELECT 1 FROM room WHERE id = $1 FOR UPDATE", [room]);
    await assert.rejects(hasty.commit([append(alice, room, "m1")], 1), isPassing);
    await other.query("COMMIT");
    await other.end();
    const { answers } = await hasty.commit([append(alice, room, "m1")], 1);
    assert.deepEqual(answers.map(({ ok }) => ok), [true]);
    await hasty.close();
  },
);

testUnless(
  WITHOUT_POSTGRES,
  "a server that says nothing any more is taken for dead",
  async () => {
    await using rig = await PostgresRig.start(cluster!);
    // As if its answers were lost: the server would take its time, the node doesn't.
    const slow = await openPostgresLog(`${rig.url}?query_timeout=300`, 0);
    const other = new pg.Client(rig.url);
    await other.connect();
    await other.query("BEGIN; LOCK TABLE account");
    const write = slow.commit([
      { kind: "invite-to-server", codeHash: "c", uses: 1, expiresAt: 1e15 },
      { kind: "release-guest", account: "nobody" },
    ], 1);
    await assert.rejects(write, isPassing);
    await other.query("COMMIT");
    await other.end();
    await slow.close();
  },
);

testUnless(
  WITHOUT_POSTGRES,
  "a thread reads over so many connections at the most, however many ask",
  async () => {
    await using rig = await PostgresRig.start(cluster!);
    const alice = await rig.register("alice");
    const room = await rig.join(alice, "garden");
    const heads = await Promise.all(Array.from({ length: 100 }, () => rig.reader.head(room)));
    assert.deepEqual(new Set(heads), new Set([2]));
    const [{ n }] = await cluster!.ask(
      "postgres",
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = '${nameOf(rig.url)}'`,
    );
    // And the one that writes.
    assert.ok(Number(n) > 1 && Number(n) <= limits.databaseReaders + 1, `${n} connections`);
  },
);

testUnless(
  WITHOUT_POSTGRES,
  "when all connections were ended, reading goes on at once, and writing at the next try",
  async () => {
    await using rig = await PostgresRig.start(cluster!);
    const alice = await rig.register("alice");
    const room = await rig.join(alice, "garden");
    await rig.reader.head(room);
    await endAll(rig.url);
    assert.equal(await rig.reader.head(room), 2);
    const write = rig.commit(append(alice, room, "m1"));
    await write.catch((error) => assert.ok(isPassing(error), String(error)));
    await rig.log.probe();
    const { answers } = await rig.commit(append(alice, room, "m1"));
    assert.deepEqual(answers.map(({ ok }) => ok), [true]);
    assert.equal(await rig.reader.head(room), 3);
  },
);

testUnless(
  WITHOUT_POSTGRES,
  "whoever waits for a connection when all of them are ended is answered too",
  async () => {
    await using rig = await PostgresRig.start(cluster!);
    const alice = await rig.register("alice");
    const room = await rig.join(alice, "garden");
    const other = new pg.Client(rig.url);
    other.on("error", () => {});
    await other.connect();
    await other.query("BEGIN; LOCK TABLE room IN ACCESS EXCLUSIVE MODE");
    const heads = Promise.all(
      Array.from({ length: 10 * limits.databaseReaders }, () => rig.reader.head(room)),
    );
    await eventually(async () => {
      const [{ n }] = await cluster!.ask(
        "postgres",
        `SELECT count(*)::int AS n FROM pg_stat_activity
         WHERE datname = '${nameOf(rig.url)}' AND wait_event_type = 'Lock'`,
      );
      return n === limits.databaseReaders;
    }, "all connections are in use");
    await endAll(rig.url);
    assert.deepEqual(new Set(await heads), new Set([2]));
    await other.end().catch(() => {});
  },
);
