/**
 * Looks at what is around the data: rights, disk, clock, the files beside it.
 * @module
 */
import { existsSync, readdirSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { INDEX_FILE } from "../../search/index_file.ts";
import { databasePath } from "../data_file.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const MEGABYTE = 1024 * 1024;
/** Less than that is full before anybody has looked. */
const LEAST_SPACE = 64 * MEGABYTE;
/** SQLite folds its log in every 16 MB; much more stays only while something reads for very long. */
const LARGE_LOG = 256 * MEGABYTE;
/** The clock of a machine may be set right by so much. */
const CLOCK_LEEWAY = 60_000;
/** Rights of group and others. */
const NOT_PRIVATE = 0o077;

function megabytes(bytes: number): string {
  return `${Math.round(bytes / MEGABYTE)} MB`;
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

/** The folder and the files in it that others than this user can get at. */
export function openToOthers(folder: string): string[] {
  const isOpen = (path: string) => (modeOf(path) & NOT_PRIVATE) !== 0;
  // Through a closed folder nobody gets at its files.
  if (process.platform === "win32" || !isOpen(folder)) return [];
  const ours = readdirSync(folder).sort().filter((name) =>
    /^(parley|search)\.(db|lock)/.test(name)
  );
  const open = ours.map((name) => join(folder, name)).filter(isOpen);
  return open.length > 0 ? [folder, ...open] : [];
}

export function examineRights(folder: string): Finding[] {
  const open = openToOthers(folder);
  if (open.length === 0) return [ok("rights", "nobody else may read the folder")];
  return open.map((path) =>
    problem(
      "rights",
      `others may have a look at ${path} (mode ${modeOf(path).toString(8)})`,
      'Take that away: "parley-server doctor --repair", or chmod go= on it.',
    )
  );
}

/** Bytes that this user may still write there. */
function spaceIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** @param ask finds out how many bytes are free. */
export function examineDisk(folder: string, ask = spaceIn): Finding {
  let free: number;
  try {
    free = ask(folder);
  } catch (error) {
    const next = "Look for yourself, e.g. with df; with Deno, --allow-sys=statfs lets it.";
    return warning("disk", `its space can't be found out (${(error as Error).message})`, next);
  }
  const { size } = statSync(databasePath(folder));
  const message = `${megabytes(free)} free, the data take ${megabytes(size)}`;
  if (free < LEAST_SPACE) {
    return problem("disk", message, "Make room: on a full disk nothing can be sent.");
  }
  if (free < size) {
    const next = "Make room: a backup or an upgrade may need as much again as the data.";
    return warning("disk", message, next);
  }
  return ok("disk", message);
}

/** SQLite's write-ahead log. */
export function examineLog(folder: string): Finding {
  const path = `${databasePath(folder)}-wal`;
  const size = existsSync(path) ? statSync(path).size : 0;
  if (size < LARGE_LOG) return ok("write-ahead log", megabytes(size));
  return warning(
    "write-ahead log",
    `${megabytes(size)} wait to be folded into the data file`,
    "Is a backup or an export under way? If not, start the server anew.",
  );
}

/** @param newest when the newest event came. */
export function examineClock(newest: number, now: number): Finding {
  const time = new Date(now).toISOString();
  if (newest <= now + CLOCK_LEEWAY) return ok("clock", time);
  return problem(
    "clock",
    `it is ${time}, and the newest event is of ${new Date(newest).toISOString()}`,
    "Set the machine's clock (NTP). Sessions, bans and retention go by it.",
  );
}

export function examineIndex(folder: string): Finding {
  const path = join(folder, INDEX_FILE);
  if (!existsSync(path)) return ok("search index", "none yet; the server makes it");
  const trouble = indexTrouble(path);
  if (trouble === undefined) return ok("search index", "sound");
  return warning(
    "search index",
    trouble,
    'Have it made anew: "parley-server doctor --repair", or delete it while no server runs.',
  );
}

/** What is wrong with the index; undefined if nothing is. */
export function indexTrouble(path: string): string | undefined {
  try {
    const index = new DatabaseSync(path, { readOnly: true });
    try {
      const [row] = index.prepare("PRAGMA quick_check(1)").all();
      const result = String(Object.values(row)[0]);
      return result === "ok" ? undefined : result;
    } finally {
      index.close();
    }
  } catch (error) {
    return (error as Error).message;
  }
}
