import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { checksumOf, isDamagedRow } from "../sql/checksum.ts";
import { defineChecksum, EVENT_CHECKSUM } from "./event_checksum.ts";

const ROW = {
  room: "R0123456789ABCDEF",
  seq: 17,
  at: 1_795_263_429_302,
  author: "U0123456789ABCDEF",
  kind: "message",
  request_id: "m1",
  text: "Grüße, 🦜!",
  action: 0,
  target: null,
  subject: null,
  reply_to: 3,
  ordinal: 12,
  data: '{"everyone":true}',
};

Deno.test("the checksum is what it always was: else all rows there are would be damaged", () => {
  assert.equal(checksumOf(ROW), 1_662_067_052);
});

Deno.test("SQL computes the same checksum", () => {
  const database = new DatabaseSync(":memory:");
  defineChecksum(database);
  const columns = Object.keys(ROW);
  database.exec(`CREATE TABLE event (${columns})`);
  database.prepare(`INSERT INTO event VALUES (${columns.map(() => "?")})`)
    .run(...Object.values(ROW));
  const row = database.prepare(`SELECT ${EVENT_CHECKSUM} AS checksum FROM event`).get();
  assert.equal(row!.checksum, checksumOf(ROW));
  database.close();
});

Deno.test("a text with a NUL, of which node:sqlite reads the beginning, is not taken for damaged", () => {
  const checksum = checksumOf({ ...ROW, text: "a\0b" });
  assert.equal(isDamagedRow({ ...ROW, text: "a", checksum }), false);
});

Deno.test("a change of any column is noticed, and a row without a checksum is taken as it is", () => {
  const checksum = checksumOf(ROW);
  assert.equal(isDamagedRow({ ...ROW, checksum }), false);
  for (const [column, value] of Object.entries(ROW)) {
    const other = typeof value === "string" ? value.replace(/.$/u, "x") : Number(value) + 1;
    const changed = { ...ROW, [column]: other };
    assert.equal(isDamagedRow({ ...changed, checksum }), true, column);
    assert.equal(isDamagedRow({ ...changed, checksum: null }), false, column);
  }
});
