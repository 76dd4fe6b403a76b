import assert from "node:assert/strict";
import { limits } from "../../../shared/limits.ts";
import { Floods } from "./floods.ts";

Deno.test("whoever flooded has to wait, from the last time on, and nobody else has", () => {
  const floods = new Floods();
  floods.note("a", 0);
  floods.note("b", 10);
  floods.note("a", 20);
  assert.equal(floods.wait("a", 20), limits.floodPause);
  assert.equal(floods.wait("b", 20), limits.floodPause - 10);
  assert.equal(floods.wait("a", 20 + limits.floodPause), 0);
  assert.equal(floods.wait("c", 20), 0);
});

Deno.test("however many flood, only so many are remembered, the latest", () => {
  const floods = new Floods();
  for (let i = 0; i < 20_000; i++) floods.note(`account ${i}`, 0);
  assert.equal(floods.wait("account 0", 0), 0);
  assert.ok(floods.wait("account 19999", 0) > 0);
});
