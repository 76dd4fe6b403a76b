import assert from "node:assert/strict";
import { testUnless } from "../support/skip.ts";
import { CLIENT, ensureBinaries, SERVER } from "./build.ts";

testUnless(
  await ensureBinaries(),
  "a binary keeps no compiled code in the folder for temporary files, where others could put theirs",
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "parley-temporary-" });
    try {
      const env = { TMPDIR: folder, TMP: folder, TEMP: folder };
      for (const program of [CLIENT, SERVER]) {
        const { success } = await new Deno.Command(program, { args: ["--version"], env }).output();
        assert.ok(success);
      }
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
