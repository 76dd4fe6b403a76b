import assert from "node:assert/strict";
import { openFilesLimit, safeConnections } from "./descriptors.ts";

Deno.test("the limit of open files is the soft one that Linux tells", () => {
  const line = (soft: string) =>
    `Limit                     Soft Limit           Hard Limit           Units\n` +
    `Max open files            ${soft}                 1048576              files\n`;
  assert.equal(openFilesLimit(line("1024")), 1024);
  assert.equal(openFilesLimit(line("unlimited")), Infinity);
  assert.equal(openFilesLimit(""), 10_240);
});

Deno.test("connections stay below the limit of descriptors", () => {
  assert.ok(safeConnections() >= 1);
});
