import assert from "node:assert/strict";
// @ts-types="@types/pg"
import pg from "pg";
import { Cluster, WITHOUT_POSTGRES } from "../../../tests/support/postgres.ts";
import { testUnless } from "../../../tests/support/skip.ts";
import type { Outcomes, Write, WriteAnswer } from "../log.ts";
import { append, joining } from "../sql/testing/log_rig.ts";
import { openPostgresLog } from "./log.ts";
import { PostgresRig } from "./testing/rig.ts";

let cluster: Cluster | undefined;

if (WITHOUT_POSTGRES === undefined) {
  Deno.test.beforeAll(async () => {
    cluster = await Cluster.start({ fsync: "off" });
  });
  Deno.test.afterAll(async () => await cluster?.remove());
}

/** Counts what is asked of the server while something runs. */
async function questions(run: () => Promise<unknown>): Promise<number> {
  const { query } = pg.Client.prototype;
  let asked = 0;
  pg.Client.prototype.query = function (this: pg.Client, ...values: unknown[]) {
    asked++;
    return Reflect.apply(query, this, values);
  } as typeof query;
  try {
    await run();
  } finally {
    pg.Client.prototype.query = query;
  }
  return asked;
}

testUnless(
  WITHOUT_POSTGRES,
  "a hundred messages of a batch are no more questions to the server than two",
  async () => {
    await using rig = await PostgresRig.start(cluster!);
    const alice = await rig.register("alice");
    const room = await rig.join(alice, "garden");
    let sent = 0;
    const some = (count: number) =>
      Array.from({ length: count }, () => append(alice, room, `m${sent++}`));
    const of2 = await questions(() => rig.commit(...some(2)));
    const of100 = await questions(() => rig.commit(...some(100)));
    assert.equal(of100, of2);
    assert.equal((await rig.events(room)).length, 104);
  },
);

testUnless(
  WITHOUT_POSTGRES,
  "a batch leaves the same behind as its messages one by one",
  async () => {
    const dumps: string[] = [];
    for (const atOnce of [true, false]) {
      await using rig = await PostgresRig.start(cluster!);
      const people = [await rig.register("alice"), await rig.register("bob")];
      const outsider = await rig.register("carol");
      const [alice, bob] = people;
      const rooms = [await rig.join(alice, "garden"), await rig.join(alice, "shed")];
      const lobby = await rig.join(alice, "lobby");
      await rig.commit(...rooms.map((_id, n) => joining(bob, ["garden", "shed"][n])));
      await rig.commit(append(alice, rooms[0], "before"));
      const writes: Write[] = [];
      for (let n = 0; n < 40; n++) {
        // Some are sent twice, some by somebody who is not in, some after the other one's.
        const author = n % 9 === 0 ? outsider : people[n % 5 === 0 ? 1 : 0];
        const message = append(author, rooms[n % 3 === 0 ? 1 : 0], `m${n % 31}`, `text ${n}`);
        const mentions = n % 4 === 0 ? [bob.id, outsider.id] : undefined;
        writes.push({ ...message, mentions, everyone: n % 7 === 0 || undefined });
        if (n === 20) writes.push({ ...append(bob, rooms[0], "answer"), replyTo: 3 });
      }
      const now = rig.now;
      const commits = atOnce ? [writes] : writes.map((write) => [write]);
      for (const commit of commits) {
        rig.now = now;
        await rig.commit(...commit);
      }
      // Ids are made by chance.
      const ids = [...people, outsider].map(({ id }) => id).concat(rooms, lobby);
      let dump = await rig.dump();
      for (const [n, id] of ids.entries()) dump = dump.replaceAll(id, `ID${n}`);
      dumps.push(dump);
    }
    assert.deepEqual(rowsOf(dumps[0]), rowsOf(dumps[1]));
  },
);

testUnless(
  WITHOUT_POSTGRES,
  "two nodes that are sent the same messages for different rooms at once take each for one room",
  async () => {
    await using rig = await PostgresRig.start(cluster!);
    const alice = await rig.register("alice");
    const rooms = [await rig.join(alice, "garden"), await rig.join(alice, "shed")];
    const other = await openPostgresLog(rig.url, 0);
    for (let round = 0; round < 20; round++) {
      const batch = (room: string) =>
        Array.from({ length: 10 }, (_, n) => append(alice, room, `r${round}m${n}`));
      const [one, two] = await Promise.all([
        rig.log.commit(batch(rooms[0]), 1),
        other.commit(batch(rooms[1]).reverse(), 1),
      ]);
      const places = (answers: WriteAnswer[]) =>
        answers.map((answer) => {
          assert.ok(answer.ok, JSON.stringify(answer));
          const { room, seq } = answer.outcome as Outcomes["append"];
          return `${room} ${seq}`;
        });
      assert.deepEqual(places(one.answers), places(two.answers).reverse());
      assert.equal(one.events.length + two.events.length, 10);
    }
    await other.close();
    const lengths = await Promise.all(rooms.map(async (room) => (await rig.events(room)).length));
    assert.equal(lengths[0] + lengths[1], 4 + 200);
  },
);

/** The rows of a dump, table by table, without what depends on ids. */
function rowsOf(dump: string): string[][] {
  const isChance = (column: string) => column === "checksum" || column === "id";
  const tables = JSON.parse(dump, (column, value) => isChance(column) ? undefined : value);
  return tables.map((rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort());
}
