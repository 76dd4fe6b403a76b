import assert from "node:assert/strict";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { adminCommands } from "../../server/admin/commands.ts";
import { DESCRIPTIONS } from "../../server/admin/descriptions.ts";
import { serverCommand } from "../../server/config/command_line.ts";

const text = Deno.readTextFileSync(new URL("../../docs/operations.md", import.meta.url));

/** The command lines of the server in the document: in its blocks, and in its sentences. */
const lines = [
  ...[...text.matchAll(/^```.*\n([\s\S]*?)^```$/gm)].flatMap(([, code]) => code.split("\n")),
  ...[...text.matchAll(/`([^`\n]*)`/g)].map(([, code]) => code),
].flatMap((line) => /(?:^|\s)parley-server(?:\s+(.*))?$/.exec(line.split(" #")[0])?.[1] ?? []);

const finish = () => Promise.resolve();

/** The command that a line calls, and the flags in it. */
async function resolved(line: string) {
  const words = line.split(/\s+/).filter((word) => word !== "");
  const server = serverCommand() as unknown as CommandUnknownOpts;
  let command = server;
  let commands = await adminCommands(finish, words) as CommandUnknownOpts[];
  for (const word of words) {
    const next = commands.find((each) => each.name() === word);
    if (!next) continue;
    command = next;
    commands = [...next.commands];
  }
  const known = [...server.options, ...command.options].map(({ long }) => long);
  return { command, flags: words.filter((word) => word.startsWith("--")), known };
}

Deno.test("every command of the server in operations.md is one, with flags that there are", async () => {
  assert.ok(lines.length > 20, `only ${lines.length} were found`);
  const called = new Set<string>();
  for (const line of lines) {
    const { command, flags, known } = await resolved(line);
    for (const flag of flags) {
      assert.ok(known.includes(flag.split("=")[0]), `parley-server ${line}: there is no ${flag}`);
    }
    called.add(command.name());
    const first = line.split(/\s+/)[0];
    if (/^[a-z-]+$/.test(first) && !first.startsWith("-")) {
      assert.ok(first in DESCRIPTIONS, `parley-server ${line}: there is no ${first}`);
    }
  }
  for (const name of ["backup", "restore", "install", "healthcheck", "permissions"]) {
    assert.ok(called.has(name), `operations.md doesn't tell of ${name}`);
  }
});
