import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { hashSecret } from "../../server/ids.ts";
import { MIGRATIONS } from "../../server/store/sqlite/migrate.ts";
import { GARDEN, writeOldDatabase } from "../../server/store/sqlite/testing/old_databases.ts";
import type { LogEvent, Room } from "../../shared/protocol/mod.ts";
import { TestClient } from "../support/client.ts";
import { readLog } from "../support/http.ts";
import { operated } from "../support/operate.ts";
import { startServer } from "../support/server.ts";
import { LONG } from "../support/skip.ts";
import { seededRandom } from "./crew.ts";

const TOKEN = "alices-token-of-old";

/** A data folder as a server of that schema left it, with a session whose token is known. */
async function oldFolder(schema: number): Promise<string> {
  const data = await Deno.makeTempDir({ prefix: "parley-drill-" });
  const path = join(data, "parley.db");
  writeOldDatabase(path, schema);
  const database = new DatabaseSync(path);
  database.exec("PRAGMA foreign_keys = OFF");
  database.prepare("UPDATE session SET token_hash = ? WHERE token_hash = 'token'")
    .run(hashSecret(TOKEN));
  if (schema > 8) {
    database.prepare("UPDATE push_subscription SET session = ?").run(hashSecret(TOKEN));
  }
  database.close();
  return data;
}

Deno.test("a server that is upgraded from an earlier schema, and killed meanwhile, has everything and goes on", async () => {
  const random = seededRandom();
  const all = MIGRATIONS.map((_step, index) => index + 1);
  for (const schema of LONG ? all : [random.pick(all)]) {
    const data = await oldFolder(schema);
    const backup = join(data, "before.db");
    try {
      const server = await startServer({ data });
      try {
        await server.kill();
        await server.restart();
        await using alice = await TestClient.connect(server.url, TOKEN);
        const head = alice.welcome.rooms.find((room: Room) => room.id === GARDEN)!.head;
        const { seq } = await alice.say(GARDEN, `from schema ${schema} on`);
        assert.equal(seq, head + 1);
        const log = await readLog(server.url, TOKEN, GARDEN) as LogEvent[];
        assert.deepEqual(log.map((event) => event.seq), Array.from(log, (_event, n) => n + 1));
        const texts = log.flatMap((event) => event.kind === "message" ? [event.text] : []);
        assert.deepEqual(texts.slice(1), ["waves", `from schema ${schema} on`]);
        await operated(["backup", backup, "--data", data]);
      } finally {
        const { code } = await server.stop();
        assert.equal(code, 0);
      }
      assert.equal((await operated(["doctor", "--data", data])).ok, true, `schema ${schema}`);
    } finally {
      await Deno.remove(data, { recursive: true });
    }
  }
});
