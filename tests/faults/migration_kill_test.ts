import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DatabaseSync } from "node:sqlite";
import { migrate, MIGRATIONS, schemaOf } from "../../server/store/sqlite/migrate.ts";
import { dump, writeOldDatabase } from "../../server/store/sqlite/testing/old_databases.ts";
import { statementsOf } from "../support/dying_migration.ts";
import { newSeed, randomOf } from "../support/random.ts";
import { LONG } from "../support/skip.ts";

const CHILD = fileURLToPath(new URL("../support/dying_migration.ts", import.meta.url));

/** Every point before, between and after the statements of a step. */
const POINTS = MIGRATIONS.flatMap((step, index) =>
  Array.from({ length: statementsOf(step).length + 1 }, (_, statement) => ({
    step: index,
    statement,
  }))
);

async function killAt(path: string, step: number, statement: number): Promise<void> {
  const { signal, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--allow-all", CHILD, path, `${step}`, `${statement}`],
  }).output();
  assert.equal(signal, "SIGKILL", new TextDecoder().decode(stderr));
}

/** The file's schema by number and in words, and all its rows. */
function stateOf(path: string) {
  const database = new DatabaseSync(path);
  const schema = schemaOf(database);
  const tables = database.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").all()
    .map((row) => ({ ...row }));
  database.close();
  return { schema, tables, rows: dump(path) };
}

Deno.test("a migration that is killed anywhere leaves the schema of before, and is taken at the next start", async () => {
  const seed = newSeed();
  console.log(`PARLEY_TEST_SEED=${seed}`);
  const random = randomOf(seed);
  const points = LONG ? POINTS : Array.from({ length: 8 }, () => random.pick(POINTS));
  const folder = await Deno.makeTempDir({ prefix: "parley-migration-" });
  try {
    for (const [index, { step, statement }] of points.entries()) {
      const path = join(folder, `${index}.db`);
      if (step > 0) writeOldDatabase(path, step);
      else new DatabaseSync(path).close();
      const before = stateOf(path);
      assert.equal(before.schema, step);
      await killAt(path, step, statement);
      assert.deepEqual(stateOf(path), before, `step ${step}, statement ${statement}`);
      const database = new DatabaseSync(path);
      migrate(database, path);
      assert.equal(schemaOf(database), MIGRATIONS.length);
      assert.deepEqual(
        database.prepare("PRAGMA integrity_check").all().map((row) => ({ ...row })),
        [
          { integrity_check: "ok" },
        ],
      );
      database.close();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
