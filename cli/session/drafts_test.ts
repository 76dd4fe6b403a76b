/**
 * Tests of the file of drafts.
 * @module
 */
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { DraftFile } from "./drafts.ts";

const KEPT = {
  drafts: { R1: "half a thought" },
  unsent: [{ id: "a-1", room: "R1", text: "hello", action: false, replyTo: 3 }],
};
const NOTHING = { drafts: {}, unsent: [] };

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "parley-drafts-"));
  try {
    await body(join(folder, "drafts"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

Deno.test("what is kept comes back, for the same account on the same server alone", async () => {
  await withFolder(async (folder) => {
    const file = new DraftFile(folder, "http://one");
    assert.deepEqual(await file.open("P1"), NOTHING);
    file.keep(KEPT);
    await file.close();
    assert.deepEqual(await new DraftFile(folder, "http://one").open("P1"), KEPT);
    assert.deepEqual(await new DraftFile(folder, "http://one").open("P2"), NOTHING);
    assert.deepEqual(await new DraftFile(folder, "http://two").open("P1"), NOTHING);
  });
});

Deno.test("nobody else can read it, and nothing is left when there is nothing to keep", async () => {
  await withFolder(async (folder) => {
    const file = new DraftFile(folder, "http://one");
    await file.open("P1");
    file.keep(KEPT);
    await file.close();
    const [name] = await readdir(folder);
    if (process.platform !== "win32") {
      assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600);
    }
    file.keep(NOTHING);
    await file.close();
    assert.deepEqual(await readdir(folder), []);
  });
});

Deno.test("a damaged file is as if it were not there", async () => {
  await withFolder(async (folder) => {
    const file = new DraftFile(folder, "http://one");
    await file.open("P1");
    file.keep(KEPT);
    await file.close();
    const [name] = await readdir(folder);
    for (const damage of ["", "{", '{"drafts":{"R1":7},"unsent":[]}', "null"]) {
      await writeFile(join(folder, name), damage);
      assert.deepEqual(await new DraftFile(folder, "http://one").open("P1"), NOTHING);
    }
  });
});
