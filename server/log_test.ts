import assert from "node:assert/strict";
import { getLogger } from "@logtape/logtape";
import { configureLog, type LogSettings } from "./log.ts";

/** What one record becomes. */
function written(format: LogSettings["format"], log: () => void): string {
  const { error: original } = console;
  let text = "";
  console.error = (line: string) => void (text += `${line}\n`);
  try {
    configureLog({ level: "info", format });
    log();
  } finally {
    console.error = original;
    configureLog({ level: "error", format: "text" });
  }
  return text;
}

const failure = Object.assign(new Error("boom"), { client: { secretKey: 42 } });
const fail = () =>
  getLogger(["parley", "test"]).warn("Lost in {room}: {error}; {tries} tries", {
    room: "garden",
    error: failure,
    tries: 3,
  });

Deno.test("for programs a record is a line of JSON, whose message says what the error says", () => {
  const record = JSON.parse(written("json", fail));
  assert.equal(record.message, 'Lost in "garden": Error: boom; 3 tries');
  assert.deepEqual([record.properties.error.message, record.properties.tries], ["boom", 3]);
});

Deno.test("for people an error has its stack, and in neither form what hangs on it", () => {
  const text = written("text", fail);
  assert.match(text, /Lost in "garden": Error: boom\n {4}at .*log_test/);
  assert.match(text, /; 3 tries\n$/);
  for (const format of ["text", "json"] as const) {
    assert.ok(!written(format, fail).includes("secretKey"), format);
  }
});
