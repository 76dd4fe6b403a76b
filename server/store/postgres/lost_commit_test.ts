import assert from "node:assert/strict";
import { Cluster, WITHOUT_POSTGRES } from "../../../tests/support/postgres.ts";
import { type CutAt, Proxy } from "../../../tests/support/proxy.ts";
import { testUnless } from "../../../tests/support/skip.ts";
import { type Commit, StorageError } from "../log.ts";
import { append } from "../sql/testing/log_rig.ts";
import { PostgresRig } from "./testing/rig.ts";

let cluster: Cluster | undefined;

if (WITHOUT_POSTGRES === undefined) {
  Deno.test.beforeAll(async () => {
    cluster = await Cluster.start({ fsync: "off" });
  });
  Deno.test.afterAll(async () => await cluster?.remove());
}

/** A log behind a proxy, and a commit of one message whose COMMIT or its answer gets lost. */
async function losing(
  at: CutAt,
  run: (commit: Promise<Commit>, rig: PostgresRig, proxy: Proxy, room: string) => Promise<void>,
): Promise<void> {
  await using proxy = await Proxy.start(cluster!.port);
  await using rig = await PostgresRig.start(cluster!, proxy.port);
  const alice = await rig.register("alice");
  const room = await rig.join(alice, "garden");
  const cut = proxy.cutAt(at, "COMMIT").then(() => proxy.setClosed(true));
  const commit = rig.commit(append(alice, room, "m1"));
  commit.catch(() => {});
  await cut;
  await run(commit, rig, proxy, room);
}

testUnless(
  WITHOUT_POSTGRES,
  "a commit whose answer got lost is done, with all that is to be told, once the server can be asked",
  () =>
    losing("answer", async (commit, rig, proxy, room) => {
      const pending = await Promise.race([
        commit,
        new Promise((r) => setTimeout(r, 600, "pending")),
      ]);
      assert.equal(pending, "pending", "nobody can know");
      proxy.setClosed(false);
      const { answers: [answer], events } = await commit;
      assert.ok(answer.ok);
      assert.deepEqual(events.map(({ room, seq }) => [room, seq]), [[room, 3]]);
      assert.deepEqual(await rig.events(room).then((events) => events.length), 3);
    }),
);

testUnless(
  WITHOUT_POSTGRES,
  "a commit that never reached the server is refused for now, and its room is free again",
  () =>
    losing("question", async (commit, rig, proxy, room) => {
      proxy.setClosed(false);
      await assert.rejects(commit, (error) => error instanceof StorageError && error.passing);
      const [alice] = (await rig.events(room)).map(({ author }) => author);
      const { answers: [answer], events } = await rig.commit(append(alice, room, "m1"));
      assert.ok(answer.ok, JSON.stringify(answer));
      assert.deepEqual(events.map(({ seq }) => seq), [3]);
    }),
);

testUnless(
  WITHOUT_POSTGRES,
  "a server that stops asks no longer; the next try is told the place of the first",
  () =>
    losing("answer", async (commit, rig, proxy, room) => {
      rig.log.giveUp();
      await assert.rejects(commit, (error) => error instanceof StorageError && error.passing);
      proxy.setClosed(false);
      await rig.restart();
      const [alice] = (await rig.events(room)).map(({ author }) => author);
      const { answers: [answer], events } = await rig.commit(append(alice, room, "m1"));
      assert.ok(answer.ok && "seq" in answer.outcome && answer.outcome.seq === 3);
      assert.deepEqual(events, []);
    }),
);
