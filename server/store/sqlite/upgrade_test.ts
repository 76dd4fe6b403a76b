import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { LogEvent } from "../../../shared/protocol/mod.ts";
import { examineFile, examineRooms } from "./examine.ts";
import { SqliteLog } from "./log.ts";
import { MIGRATIONS } from "./migrate.ts";
import { openSqliteReader } from "./reader.ts";
import { ALICE, BOB, type Dump, dump, GARDEN, writeOldDatabase } from "./testing/old_databases.ts";
import { append } from "./testing/rig.ts";

/** Everything of `before` that stands in `after`, in the columns that it had. */
function seenThrough(before: Dump, after: Dump): Dump {
  return Object.fromEntries(
    Object.entries(before).map(([table, rows]) => {
      const columns = Object.keys(rows[0] ?? {});
      const seen = after[table].map((row) =>
        Object.fromEntries(columns.map((column) => [column, row[column]]))
      );
      return [table, seen];
    }),
  );
}

function texts(events: LogEvent[]): string[] {
  return events.flatMap((event) => event.kind === "message" ? [event.text] : []);
}

for (let schema = 1; schema <= MIGRATIONS.length; schema++) {
  Deno.test(`a database of schema ${schema} is brought up to date, and everything is in it`, async () => {
    const folder = Deno.makeTempDirSync({ prefix: "parley-upgrade-" });
    try {
      const path = join(folder, "parley.db");
      writeOldDatabase(path, schema);
      const before = dump(path);
      const log = new SqliteLog(folder, 1000);
      const reader = openSqliteReader(folder);
      assert.deepEqual(seenThrough(before, dump(path)), before);

      const head = await reader.head(GARDEN);
      const range = { after: 0, upTo: head };
      const events = await reader.range(GARDEN, range, { events: 100, bytes: 1e6 });
      assert.deepEqual(events.map(({ seq }) => seq), Array.from({ length: head }, (_, n) => n + 1));
      const [greeting, wave] = events.filter((event) => event.kind === "message");
      assert.deepEqual(
        [greeting.text, greeting.author.name, wave.text, wave.action],
        [schema > 1 ? "Grüße, alle" : "Grüße 🦜", "alice", "waves", true],
      );
      assert.equal((await reader.account("alice"))?.administrator, true);
      assert.equal((await reader.session("token"))?.person.id, ALICE);
      const { room } = (await reader.room("garden", BOB))!;
      assert.equal(room.you?.unread, schema > 1 ? 1 : 0, "at the upgrade of schema 1 all is read");

      const alice = { id: ALICE, name: "alice" };
      const { answers } = await log.commit([
        append(alice, GARDEN, "new", "anew"),
        append(alice, GARDEN, "m1", "sent before"),
      ], 2000);
      assert.deepEqual(
        answers.map((answer) => answer.ok && "seq" in answer.outcome && answer.outcome.seq),
        [head + 1, 4],
      );
      assert.ok(
        texts(
          await reader.range(GARDEN, { after: head, upTo: head + 1 }, {
            events: 10,
            bytes: 1e6,
          }),
        ).includes("anew"),
      );
      reader.close();
      await log.close();
      const database = new DatabaseSync(path, { readOnly: true });
      assert.deepEqual(examineFile(database), []);
      for (const { damaged, end } of examineRooms(database)) {
        assert.deepEqual([damaged, end], [[], undefined]);
      }
      database.close();
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}
