import assert from "node:assert/strict";
// @ts-types="@types/pg"
import pg from "pg";
import { Cluster, WITHOUT_POSTGRES } from "../../../tests/support/postgres.ts";
import { testUnless } from "../../../tests/support/skip.ts";
import { openPostgresLog } from "./log.ts";
import { NodesDatabase } from "./nodes.ts";

let cluster: Cluster | undefined;

if (WITHOUT_POSTGRES === undefined) {
  Deno.test.beforeAll(async () => {
    cluster = await Cluster.start({ fsync: "off" });
  });
  Deno.test.afterAll(async () => await cluster?.remove());
}

async function onNodes(
  run: (database: NodesDatabase, client: pg.Client, url: string) => Promise<void>,
): Promise<void> {
  const url = await cluster!.create();
  const log = await openPostgresLog(url, Date.now(), undefined, "one");
  const database = new NodesDatabase(url);
  const client = new pg.Client(url);
  await client.connect();
  try {
    await run(database, client, url);
  } finally {
    await client.end();
    database.close();
    await log.close();
  }
}

testUnless(
  WITHOUT_POSTGRES,
  "a transaction leaves word for other nodes of what people have to be told, itself among it",
  () =>
    onNodes(async (database, _client, url) => {
      const log = await openPostgresLog(url, Date.now(), undefined, "two");
      const name = { display: "alice", key: "alice", skeleton: "alice" };
      const session = { tokenHash: "h".repeat(43), expiresAt: Date.now() + 60_000, client: "" };
      const { answers } = await log.commit([{
        kind: "register",
        name,
        passwordHash: "hash",
        session,
      }], Date.now());
      assert.ok(answers[0].ok, JSON.stringify(answers));
      const news = await database.news("one", 0, []);
      assert.equal(news.length, 1);
      const { memberships } = JSON.parse(news[0].body);
      assert.deepEqual(memberships.map(({ member }: { member: boolean }) => member), [true]);
      assert.deepEqual(await database.news("two", 0, []), [], "a node's own are not for it");
      assert.deepEqual(await database.news("one", 0, [news[0].id]), []);
      assert.deepEqual(await database.newsIds(10), [news[0].id]);
      const [[room, head]] = await database.heads([memberships[0].room, "R0000000000000000"]);
      assert.deepEqual([room, head], [memberships[0].room, 1]);
      await log.close();
    }),
);

testUnless(
  WITHOUT_POSTGRES,
  "a guest's name is not freed as long as any node has seen the guest of late",
  () =>
    onNodes(async (database, client) => {
      const [long, fresh] = ["U000000000000000A", "U000000000000000B"];
      for (const id of [long, fresh]) {
        await client.query(
          "INSERT INTO account (id, name, name_key, guest, created_at) VALUES ($1, $1, $1, 1, 0)",
          [id],
        );
      }
      assert.deepEqual((await database.guestsGone()).sort(), [long, fresh]);
      await database.seeGuests([long, fresh]);
      await database.seeGuests([fresh]);
      assert.deepEqual(await database.guestsGone(), []);
      await client.query(
        "UPDATE guest_seen SET seen_at = now() - interval '61 s' WHERE account = $1",
        [long],
      );
      assert.deepEqual(await database.guestsGone(), [long]);
      const seen = [await database.isGuestSeen(long), await database.isGuestSeen(fresh)];
      assert.deepEqual(seen, [false, true]);
      await client.query("UPDATE guest_seen SET seen_at = now() - interval '2 h'");
      await database.tidy();
      assert.equal((await client.query("SELECT 1 FROM guest_seen")).rowCount, 0);
    }),
);
