/**
 * Writes files that hold what is a person's own: whole or not at all, and for nobody else to read.
 * @module
 */
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes beside the file and renames: whoever reads sees the old one or the new one. */
export async function writePrivately(path: string, text: string): Promise<void> {
  const beside = `${path}.${crypto.randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // The mode counts from the first moment: at no time can others open it.
    const file = await open(beside, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw error;
  }
}
