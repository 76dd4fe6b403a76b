/**
 * What was compiled, and where its files are: the version, the commit that `tools/compile.ts` notes in the binary.
 * @module
 */
import { readFileSync } from "node:fs";
import { VERSION } from "./version.ts";

/** In a binary every module is part of a bundle: here is the folder of the program's, and what that is in. */
const bundled = /^(.*\/)dist\/bundle\/[^/]+\//.exec(import.meta.url);

/** The folder that holds `server/`, `dist/` and the like, on the disk or in the binary. */
export const ROOT = new URL(bundled?.[1] ?? "../", import.meta.url);

/** The folder of the program's bundle; undefined if it runs from source. */
export const BUNDLE = bundled ? new URL(bundled[0]) : undefined;

/** Only in a binary: from source, nobody can say what the folder holds. */
export const BUILD_FILE = new URL("dist/build.json", ROOT);

/** What `--version` prints, e.g. `1.0.0 (commit 1a2b3c4d5e6f)`. */
export function versionText(): string {
  try {
    const { commit } = JSON.parse(readFileSync(BUILD_FILE, "utf8"));
    return typeof commit === "string" ? `${VERSION} (commit ${commit})` : VERSION;
  } catch {
    return VERSION;
  }
}
