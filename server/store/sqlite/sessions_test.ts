import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { limits } from "../../../shared/limits.ts";
import { migrate, MIGRATIONS } from "./migrate.ts";
import { codes, Rig } from "./testing/rig.ts";

const HASH = "session of alice";

Deno.test("when a session was last seen is noted once an hour, and what its client is at once", async () => {
  await using rig = new Rig();
  await rig.register("alice");
  const noted = async () => {
    const { lastSeenAt, client } = (await rig.reader.session(HASH))!;
    return [lastSeenAt, client];
  };
  const touch = (client?: string) => rig.done({ kind: "touch-session", tokenHash: HASH, client });
  const start = rig.now;
  rig.now = start + limits.seenInterval - 2;
  await touch();
  assert.deepEqual(await noted(), [start, ""]);
  await touch();
  assert.deepEqual(await noted(), [start + limits.seenInterval, ""]);
  await touch("parley 9.9");
  assert.deepEqual(await noted(), [start + limits.seenInterval + 1, "parley 9.9"]);
  await touch("parley 9.9");
  assert.deepEqual(await noted(), [start + limits.seenInterval + 1, "parley 9.9"]);
});

Deno.test("a session that has ended makes no token, and a password that was changed opens no session", async () => {
  await using rig = new Rig();
  const alice = await rig.register("alice");
  const account = alice.id;
  const session = { tokenHash: "another", expiresAt: 1e15 };
  const open = { kind: "open-session", account, passwordHash: "hash", session } as const;
  const token = { tokenHash: "token", expiresAt: 1e15, name: "t", scopes: ["read" as const] };
  const create = { kind: "create-token", account, by: HASH, token } as const;
  const { answers, endedSessions } = await rig.commit(
    {
      kind: "change-password",
      account,
      oldHash: "hash",
      newHash: "new hash",
      keep: "none of them",
    },
    open,
    create,
  );
  assert.deepEqual(codes(answers), ["ok", "wrong-password", "not-signed-in"]);
  assert.deepEqual(endedSessions, [HASH]);
});

Deno.test("an account has a limited number of tokens; those that ran out don't count", async () => {
  await using rig = new Rig();
  const account = (await rig.register("alice")).id;
  const make = (n: number, expiresAt = 1e15) => ({
    kind: "create-token" as const,
    account,
    by: HASH,
    token: { tokenHash: `token ${n}`, expiresAt, name: "t", scopes: ["read" as const] },
  });
  await rig.commit(...Array.from({ length: limits.tokensPerAccount - 1 }, (_, n) => make(n)));
  const runsOut = rig.now + 1;
  assert.deepEqual(codes((await rig.commit(make(1000, runsOut))).answers), ["ok"]);
  assert.deepEqual(codes((await rig.commit(make(1001))).answers), ["ok"]);
  assert.deepEqual(codes((await rig.commit(make(1002))).answers), ["conflict"]);
});

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
