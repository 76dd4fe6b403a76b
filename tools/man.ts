/**
 * Writes man/parley.1 and man/parley-server.8, the manual pages, as `man` of each program prints it.
 * @module
 */
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { fileURLToPath } from "node:url";
import type { Context } from "../cli/commands/context.ts";
import { run } from "../cli/commands/run.ts";
import { adminCommands } from "../server/admin/commands.ts";
import { serverPage } from "../server/admin/manual.ts";
import { type CommandInfo, treeOf } from "../shared/manual/command_tree.ts";
import { serverCommand } from "../server/config/command_line.ts";

/** The page as the commands are now. */
export async function currentManPage(): Promise<string> {
  let page = "";
  await run(["man"], { print: (text: string) => void (page += text) } as unknown as Context);
  return page;
}

/** `parley-server` with all its commands. */
async function serverProgram(): Promise<CommandUnknownOpts> {
  const program = serverCommand();
  const finish = () => Promise.resolve();
  for (const command of await adminCommands(finish, ["man"])) program.addCommand(command);
  return program as unknown as CommandUnknownOpts;
}

/** The server's page as its commands are now. */
export async function currentServerPage(): Promise<string> {
  return serverPage(await serverProgram());
}

/** Its commands as completions see them. */
export async function currentServerTree(): Promise<CommandInfo> {
  return treeOf(await serverProgram(), false);
}

if (import.meta.main) {
  const folder = fileURLToPath(new URL("../man", import.meta.url));
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/parley.1`, await currentManPage());
  await Deno.writeTextFile(`${folder}/parley-server.8`, await currentServerPage());
}
