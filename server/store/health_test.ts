import assert from "node:assert/strict";
import { configureLog } from "../log.ts";
import { Health } from "./health.ts";
import { StorageError } from "./log.ts";

const FULL = new StorageError("The disk is full.", true);
const BROKEN = new StorageError("The disk failed.", false);

/** A health whose probes end as `outcomes` say, and then well. @returns what it told, once it rests. */
async function toldAfter(first: StorageError, ...outcomes: StorageError[]) {
  configureLog({ level: "error", format: "text" });
  const told: (string | undefined)[] = [];
  let probes = 0;
  const probe = () => {
    const failure = outcomes[probes++];
    return failure ? Promise.reject(failure) : Promise.resolve();
  };
  const health = new Health({ probe }, () => told.push(health.trouble?.message), 0);
  health.failed(first);
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
  health.close();
  return { told, probes };
}

Deno.test("trouble that passes is told once, and that it is over", async () => {
  assert.deepEqual(await toldAfter(FULL, FULL, FULL), {
    told: [FULL.message, undefined],
    probes: 3,
  });
});

Deno.test("trouble that doesn't pass is final: nothing is tried any more", async () => {
  assert.deepEqual(await toldAfter(BROKEN), { told: [BROKEN.message], probes: 0 });
  assert.deepEqual(await toldAfter(FULL, FULL, BROKEN), {
    told: [FULL.message, BROKEN.message],
    probes: 2,
  });
});
