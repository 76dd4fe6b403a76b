import assert from "node:assert/strict";
import { openSync } from "node:fs";
import process from "node:process";
import { safeConnections } from "./descriptors.ts";

Deno.test("connections stay below the limit of descriptors, and below what is wanted", () => {
  assert.equal(safeConnections(50, 1), 50);
  const limited = (limit: number) => () => {
    if (limit-- === 0) throw new Error("EMFILE");
    return openSync(process.execPath, "r");
  };
  assert.equal(safeConnections(5_000, 1, limited(304)), 100);
  assert.equal(safeConnections(5_000, 2, limited(304)), 26, "each gateway needs some");
  assert.equal(safeConnections(5_000, 8, limited(304)), 1);
});
