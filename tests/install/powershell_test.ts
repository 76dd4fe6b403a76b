import assert from "node:assert/strict";
import { Language, Parser } from "web-tree-sitter";
// So that Deno fetches the package, whose grammar is not a module.
import "tree-sitter-powershell/package.json" with { type: "json" };
import type { Context } from "../../cli/commands/context.ts";
import { run } from "../../cli/commands/run.ts";
import { completionScript } from "../../shared/manual/completions.ts";
import { stampPowerShell } from "../../tools/install_scripts.ts";
import { currentServerTree } from "../../tools/man.ts";

const GRAMMAR = import.meta.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm");

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(await Deno.readFile(new URL(GRAMMAR))));

/** True if it is PowerShell, as far as its grammar goes: there may be none here to run it. */
function isPowerShell(script: string): boolean {
  return !parser.parse(script)!.rootNode.hasError;
}

Deno.test("install.ps1 is PowerShell, as it is and as a release has it", async () => {
  const script = await Deno.readTextFile(new URL("../../install.ps1", import.meta.url));
  assert.ok(isPowerShell(script));
  assert.ok(isPowerShell(stampPowerShell(script, "https://example.org/v1.2.3", "1.2.3")));
  assert.ok(!isPowerShell(script.replace("try {", "try")));
});

Deno.test("the completions for PowerShell are PowerShell", async () => {
  let client = "";
  const context = { print: (text: string) => void (client += text) } as unknown as Context;
  await run(["completion", "powershell"], context);
  const server = completionScript("powershell", await currentServerTree(), "parley-server");
  for (const script of [client, server]) {
    assert.ok(isPowerShell(script), script);
    assert.ok(!isPowerShell(script.replace("@(", "@")));
  }
});
