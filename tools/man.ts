/**
 * Writes man/parley.1, the manual page, as `parley man` prints it.
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Context } from "../cli/commands/context.ts";
import { run } from "../cli/commands/run.ts";

/** The page as the commands are now. */
export async function currentManPage(): Promise<string> {
  let page = "";
  await run(["man"], { print: (text: string) => void (page += text) } as unknown as Context);
  return page;
}

if (import.meta.main) {
  const folder = fileURLToPath(new URL("../man", import.meta.url));
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/parley.1`, await currentManPage());
}
