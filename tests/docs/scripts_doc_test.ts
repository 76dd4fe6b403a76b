import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { register } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { blocksOf, lacks, runBlock, Shell } from "./examples.ts";

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

testUnless(
  await lacks("bash", "jq"),
  "every example for scripts of docs/user-guide.md works, and prints what the page shows",
  async () => {
    const markdown = await Deno.readTextFile(new URL("../../docs/user-guide.md", import.meta.url));
    const from = markdown.indexOf("\n## Scripts\n");
    const linesBefore = markdown.slice(0, from).split("\n").length - 1;
    const blocks = blocksOf(markdown.slice(from));
    await using server = await startServer();
    const { token } = await register(server.url, "bot", "correct horse battery");
    const folder = await Deno.makeTempDir({ prefix: "parley-scripts-" });
    const program = join(folder, "parley");
    const run = `exec "${Deno.execPath()}" run --quiet --allow-all --no-check "${MAIN}" "$@"`;
    await Deno.writeTextFile(program, `#!/bin/sh\n${run}\n`, { mode: 0o755 });
    const shell = new Shell(folder, {
      PARLEY_SERVER: server.url,
      PARLEY_TOKEN: token,
      PATH: `${folder}:${Deno.env.get("PATH")}`,
      HOME: folder,
      DENO_DIR: Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME")!, ".cache", "deno"),
      NO_COLOR: "1",
    });
    try {
      let ran = 0;
      for (const [index, block] of blocks.entries()) {
        if (!block.info.startsWith("sh")) continue;
        const where = `docs/user-guide.md:${linesBefore + block.line}`;
        if (block.info === "sh background") block.code = block.code.replace(/\n$/, " &\n");
        const next = blocks.at(index + 1);
        await runBlock(shell, block, next?.info === "output" ? next.code : undefined, where);
        ran++;
      }
      assert.ok(ran > 5);
    } finally {
      await shell.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
);
