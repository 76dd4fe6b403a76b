/**
 * One suite for the log on every database: a test that is declared here is run on SQLite, and on PostgreSQL
 * where that is installed.
 * @module
 */
import { Cluster, WITHOUT_POSTGRES } from "../../../../tests/support/postgres.ts";
import { testUnless } from "../../../../tests/support/skip.ts";
import { PostgresRig } from "../../postgres/testing/rig.ts";
import { Rig } from "../../sqlite/testing/rig.ts";
import type { LogRig } from "./log_rig.ts";

let cluster: Cluster | undefined;

if (WITHOUT_POSTGRES === undefined) {
  Deno.test.beforeAll(async () => {
    // What is tested here is what the log does, not what a power failure does.
    cluster = await Cluster.start({ fsync: "off" });
  });
  Deno.test.afterAll(async () => await cluster?.remove());
}

/** A database as tests get it: new logs, and how many runs of a property are enough there. */
interface Subject {
  start(): Promise<LogRig>;
  runs(onSqlite: number): number;
}

/** Declares a test that makes its logs itself. */
export function testLogs(name: string, run: (subject: Subject) => Promise<void>): void {
  Deno.test(`${name}, on SQLite`, async () => {
    // deno-lint-ignore require-await -- as the other one
    await run({ start: async () => new Rig(), runs: (count) => count });
  });
  // Making a database takes as long as ten on SQLite; what the two have in common was tried there.
  testUnless(WITHOUT_POSTGRES, `${name}, on PostgreSQL`, async () => {
    await run({
      start: () => PostgresRig.start(cluster!),
      runs: (count) => Math.ceil(count / 10),
    });
  });
}

/** Declares a test of one log. */
export function testLog(name: string, run: (rig: LogRig) => Promise<void>): void {
  testLogs(name, async ({ start }) => {
    await using rig = await start();
    await run(rig);
  });
}
