import assert from "node:assert/strict";
import { Cluster, WITHOUT_POSTGRES } from "../../tests/support/postgres.ts";
import { testUnless } from "../../tests/support/skip.ts";
import { PostgresRig } from "../store/postgres/testing/rig.ts";
import { PostgresIndex } from "./postgres_index.ts";
import { Searched } from "./testing/searched.ts";

let cluster: Cluster | undefined;

if (WITHOUT_POSTGRES === undefined) {
  Deno.test.beforeAll(async () => {
    cluster = await Cluster.start({ fsync: "off" });
  });
  Deno.test.afterAll(async () => await cluster?.remove());
}

const REQUEST = {
  selection: {
    terms: [{ words: ["apples"], beginning: false }],
    excluded: [],
    tags: [["_public"]],
    excludedTags: [],
  },
  sort: "time" as const,
  limit: 10,
};

testUnless(
  WITHOUT_POSTGRES,
  "one node at a time keeps the index, all look into it, and another goes on when that one is gone",
  async () => {
    const rig = await PostgresRig.start(cluster!);
    await using searched = await Searched.start(rig, { folder: "", database: rig.url });
    const seqs = [await searched.say("apples")];
    await searched.catchUp();
    const other = new PostgresIndex(rig.url);
    let leads = false;
    // What ends the first one's connection may meet this one's try.
    const leading = other.lead().catch(() => other.lead()).then(() => leads = true);
    assert.deepEqual((await other.find(REQUEST)).entries.map(({ seq }) => seq), seqs);
    await assert.rejects(other.apply([]), { code: "unavailable" });
    assert.equal(leads, false);
    // As if its machine was gone.
    await cluster!.ask(
      "postgres",
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parley search'",
    );
    seqs.unshift(await searched.say("more apples"));
    await assert.rejects(searched.catchUp(), { code: "unavailable" });
    await leading;
    await searched.index.close();
    await searched.reopen(other);
    await searched.catchUp();
    assert.deepEqual(await searched.find("apples"), seqs);
  },
);
