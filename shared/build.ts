/**
 * What was compiled: the version, and the commit that `tools/compile.ts` notes in the binary.
 * @module
 */
import { readFileSync } from "node:fs";
import { VERSION } from "./version.ts";

/** Only in a binary: from source, nobody can say what the folder holds. */
export const BUILD_FILE = new URL("../dist/build.json", import.meta.url);

/** In a bundle this module is not in its folder, but in the file that `deno compile` makes at the root. */
const BESIDE = new URL("./dist/build.json", import.meta.url);
const isBundle = !import.meta.url.endsWith("/shared/build.ts");

/** What `--version` prints, e.g. `1.0.0 (commit 1a2b3c4d5e6f)`. */
export function versionText(): string {
  try {
    const { commit } = JSON.parse(readFileSync(isBundle ? BESIDE : BUILD_FILE, "utf8"));
    return typeof commit === "string" ? `${VERSION} (commit ${commit})` : VERSION;
  } catch {
    return VERSION;
  }
}
