import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { toStorageError } from "./storage_error.ts";

function errorOf(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}

Deno.test("a full disk passes; a defect is none of the storage's; any other failure is final", () => {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE t (a TEXT UNIQUE) STRICT; PRAGMA max_page_count = 4");
  const insert = database.prepare("INSERT INTO t VALUES (?)");
  insert.run("x");
  assert.equal(toStorageError(errorOf(() => insert.run("x"))), undefined, "a constraint");
  assert.equal(toStorageError(new TypeError("undefined is not a function")), undefined);
  const full = toStorageError(errorOf(() => insert.run("y".repeat(100_000))));
  assert.equal(full?.passing, true);
  const sqlite = (errcode?: number) =>
    toStorageError(Object.assign(new Error(), { code: "ERR_SQLITE_ERROR", errcode }));
  const FSYNC = 10 | 4 << 8;
  assert.equal(sqlite(FSYNC)?.passing, false);
  assert.equal(sqlite(undefined)?.passing, false, "an error without a code");
  assert.equal(sqlite(11), undefined, "a damaged page, which concerns whoever needs it");
  assert.match(sqlite(26)!.message, /damaged/);
  database.close();
});
