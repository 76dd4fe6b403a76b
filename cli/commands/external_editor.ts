/**
 * A draft in the person's own editor, by way of a file that nobody else can read.
 * @module
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limits } from "../../shared/limits.ts";

/**
 * @param command the editor and its arguments. @param run runs it on this terminal.
 * @returns the draft as it was saved.
 * @throws {Error} if the editor can't be started, or says that it failed.
 */
export async function editExternally(
  text: string,
  command: readonly string[],
  run: (command: readonly string[]) => Promise<number>,
): Promise<string> {
  // Only its owner can enter a folder made so.
  const folder = await mkdtemp(join(tmpdir(), "parley-"));
  try {
    const file = join(folder, "message.md");
    await writeFile(file, text, { mode: 0o600 });
    const code = await run([...command, file]);
    if (code !== 0) throw new Error(`${command[0]} ended with ${code}: the draft is as it was.`);
    const edited = (await readFile(file, "utf8")).replaceAll("\r\n", "\n");
    if (edited.length <= limits.draftLength) return edited;
    throw new Error(`The text is longer than a draft can be: it is as it was.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
