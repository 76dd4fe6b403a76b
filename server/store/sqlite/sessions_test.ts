import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { migrate, MIGRATIONS } from "./migrate.ts";

Deno.test("sessions of an older database get ids of their own", () => {
  const database = new DatabaseSync(":memory:");
  migrate(database, "x.db", MIGRATIONS.slice(0, 2));
  database.exec(`
    INSERT INTO account (id, name, name_key, skeleton, created_at) VALUES ('U1', 'a', 'a', 'a', 1);
    INSERT INTO session (token_hash, account, created_at, expires_at)
      VALUES ('h1', 'U1', 5, 9), ('h2', 'U1', 6, 9);
  `);
  migrate(database, "x.db");
  const rows = database.prepare("SELECT id, kind, last_seen_at FROM session ORDER BY token_hash")
    .all() as { id: string; kind: string; last_seen_at: number }[];
  assert.notEqual(rows[0].id, rows[1].id);
  assert.deepEqual(rows.map((row) => [row.kind, row.last_seen_at]), [["session", 5], [
    "session",
    6,
  ]]);
  database.close();
});
