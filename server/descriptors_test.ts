import assert from "node:assert/strict";
import { openSync } from "node:fs";
import process from "node:process";
import { safeConnections } from "./descriptors.ts";

Deno.test("connections stay below the limit of descriptors, and below what is wanted", () => {
  assert.equal(safeConnections(50), 50);
  let left = 300;
  const limited = () => {
    if (left-- === 0) throw new Error("EMFILE");
    return openSync(process.execPath, "r");
  };
  assert.equal(safeConnections(5_000, limited), 100);
});
