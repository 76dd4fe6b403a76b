import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { argon2id } from "hash-wasm";
import { isOutdated } from "../../server/passwords/parameters.ts";
import { call, logIn, PASSWORD, register } from "../support/http.ts";
import { startServer } from "../support/server.ts";

function hashIn(folder: string): string {
  const database = new DatabaseSync(`${folder}/parley.db`, { readOnly: true });
  try {
    const row = database.prepare("SELECT password_hash AS hash FROM account").get();
    return (row as { hash: string }).hash;
  } finally {
    database.close();
  }
}

Deno.test("a hash of older parameters is replaced at the next log-in, and only by the right password", async () => {
  await using server = await startServer();
  await register(server.url, "alice");
  await server.stop();
  const old = await argon2id({
    password: PASSWORD,
    salt: crypto.getRandomValues(new Uint8Array(16)),
    memorySize: 1024,
    iterations: 1,
    parallelism: 1,
    hashLength: 32,
    outputType: "encoded",
  });
  const database = new DatabaseSync(`${server.data}/parley.db`);
  database.prepare("UPDATE account SET password_hash = ?").run(old);
  database.close();
  await server.restart();

  const wrong = { name: "alice", password: `${PASSWORD}!` };
  assert.equal((await call(server.url, "/v1/sessions", { body: wrong })).status, 401);
  assert.equal(hashIn(server.data), old);
  await logIn(server.url, "alice");
  const renewed = hashIn(server.data);
  assert.ok(!isOutdated(renewed));
  await logIn(server.url, "alice");
  assert.equal(hashIn(server.data), renewed);
});
