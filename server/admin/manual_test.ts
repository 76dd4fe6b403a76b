import assert from "node:assert/strict";
import { currentServerPage, currentServerTree } from "../../tools/man.ts";
import { completionScript, SHELLS } from "../../shared/manual/completions.ts";
import { DESCRIPTIONS } from "./descriptions.ts";

/** What bash offers for the last of these words; undefined without bash. */
async function offers(...words: string[]): Promise<string[] | undefined> {
  const list = words.map((word) => `'${word}'`).join(" ");
  const script = `${completionScript("bash", await currentServerTree(), "parley-server")}
COMP_WORDS=(parley-server ${list}); COMP_CWORD=${words.length}; _parley_server
printf '%s\\n' "\${COMPREPLY[@]}"`;
  try {
    const { stdout } = await new Deno.Command("bash", {
      args: ["--noprofile", "--norc", "-c", script],
    }).output();
    return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

Deno.test("bash completes the server's commands, each with its own options alone, and values", async () => {
  if (await offers("") === undefined) return;
  assert.deepEqual(await offers("us"), ["user"]);
  assert.deepEqual(await offers("user", "susp"), ["suspend"]);
  assert.deepEqual(await offers("user", "suspend", "--re"), ["--reason"]);
  assert.deepEqual(await offers("user", "suspend", "--po"), []);
  assert.deepEqual(await offers("--po"), ["--port"]);
  assert.deepEqual(await offers("--registration", "in"), ["invite"]);
  assert.deepEqual(await offers("--data", "/x", "backup", "--fo"), ["--force"]);
});

Deno.test("each shell's script and the manual page name every command", async () => {
  const page = await currentServerPage();
  for (const name of Object.keys(DESCRIPTIONS)) {
    assert.ok(page.includes(`.SS "parley\\-server ${name.replaceAll("-", "\\-")}`), name);
    for (const shell of SHELLS) {
      assert.ok(completionScript(shell, await currentServerTree(), "parley-server").includes(name));
    }
  }
});
