/**
 * Tests of the words for a port that can't be opened.
 * @module
 */
import assert from "node:assert/strict";
import { ParleyError } from "../../../shared/errors.ts";
import { listenError } from "./listen_error.ts";

Deno.test("a port that needs more rights is forbidden, and says what to do", () => {
  const error = listenError(Object.assign(new Error("bind"), { code: "EACCES" }), "0.0.0.0", 80);
  assert.ok(error instanceof ParleyError);
  assert.equal(error.code, "forbidden");
  assert.match(error.message, /port 80\b.*--port/);
});

Deno.test("an error that is no operator's mistake stays what it is", () => {
  const error = new Error("surprise");
  assert.equal(listenError(error, "127.0.0.1", 8000), error);
  assert.equal(listenError(undefined, "127.0.0.1", 8000), undefined);
});
