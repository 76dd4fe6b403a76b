import assert from "node:assert/strict";
import { join } from "node:path";
import { register } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { blocksOf, lacks, runBlock, Shell } from "./examples.ts";

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

testUnless(
  await lacks("bash", "curl", "jq", "git"),
  "every example of docs/bots.md works, and prints what the page shows",
  async () => {
    const markdown = await Deno.readTextFile(new URL("../../docs/bots.md", import.meta.url));
    const blocks = blocksOf(markdown);
    await using server = await startServer({ flags: ["--webhooks-to-private", "on"] });
    await register(server.url, "alice", "correct horse battery");
    const folder = await Deno.makeTempDir({ prefix: "parley-bots-" });
    await Deno.symlink(Deno.execPath(), join(folder, "deno"));
    const shell = new Shell(folder, {
      SERVER: server.url,
      PORT: String(freePort()),
      PATH: `${folder}:${Deno.env.get("PATH")}`,
      NO_COLOR: "1",
    });
    try {
      let ran = 0;
      for (const [index, block] of blocks.entries()) {
        if (block.info === "js") {
          const name = /^\/\/ (\S+\.js)\n/.exec(block.code)![1];
          await Deno.writeTextFile(join(folder, name), block.code);
        } else if (block.info.startsWith("sh")) {
          const next = blocks.at(index + 1);
          const shown = next?.info === "output" ? next.code : undefined;
          await runBlock(shell, block, shown, `docs/bots.md:${block.line}`);
          ran++;
        }
      }
      assert.ok(ran > 10);
    } finally {
      await shell.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
);
