import assert from "node:assert/strict";
import { join } from "node:path";
import { fromSource, startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { blocksOf, lacks, runBlock, Shell } from "./examples.ts";

/** Runs the examples for an operator of a document, beside a server that runs. @returns how many. */
async function runExamples(document: string): Promise<number> {
  const markdown = await Deno.readTextFile(new URL(`../../docs/${document}`, import.meta.url));
  await using server = await startServer();
  const folder = await Deno.makeTempDir({ prefix: "parley-operations-" });
  const run = `exec ${fromSource().map((word) => `"${word}"`).join(" ")} "$@"`;
  await Deno.writeTextFile(join(folder, "parley-server"), `#!/bin/sh\n${run}\n`, { mode: 0o755 });
  const shell = new Shell(folder, {
    PARLEY_DATA: server.data,
    PATH: `${folder}:${Deno.env.get("PATH")}`,
    HOME: folder,
    DENO_DIR: Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME")!, ".cache", "deno"),
    NO_COLOR: "1",
  });
  try {
    const blocks = blocksOf(markdown).filter(({ info }) => info === "sh");
    for (const block of blocks) {
      await runBlock(shell, block, undefined, `${document}:${block.line}`);
    }
    return blocks.length;
  } finally {
    await shell.close();
    await Deno.remove(folder, { recursive: true });
  }
}

testUnless(
  await lacks("bash", "jq"),
  "the examples of docs/operations.md work beside a running server",
  async () => {
    assert.ok(await runExamples("operations.md") >= 3);
  },
);

testUnless(await lacks("bash"), "the examples of docs/configuration.md work", async () => {
  assert.ok(await runExamples("configuration.md") >= 1);
});
