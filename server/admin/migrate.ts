/**
 * `parley-server migrate`: moves everything from a data folder into a PostgreSQL database, or back.
 * @module
 */
import { Command } from "@commander-js/extra-typings";
import process from "node:process";
import { resolve } from "node:path";
import { ParleyError } from "../../shared/errors.ts";
import { shownUrl, urlsOf } from "../store/postgres/hosts.ts";
import { count, examples, type Finish, JSON_OPTION } from "./command.ts";
import { DESCRIPTIONS } from "./descriptions.ts";
import { migrateData, type MigrationReport, type OnProgress } from "./migrate/copy.ts";
import { PostgresSide } from "./migrate/postgres_side.ts";
import type { Side, Target } from "./migrate/side.ts";
import { SqliteSource, SqliteTarget } from "./migrate/sqlite_side.ts";

/** The folder of `sqlite:FOLDER`. */
function folderOf(place: string): string | undefined {
  const folder = /^sqlite:(.+)$/.exec(place)?.[1].replace(/[/\\]?parley\.db$/, "");
  return folder === undefined ? undefined : resolve(folder);
}

function notAPlace(place: string): ParleyError {
  return new ParleyError(
    "bad-request",
    `${shownUrl(place)} is neither a data folder (sqlite:FOLDER) nor a PostgreSQL database ` +
      "(postgres://USER@HOST/NAME).",
  );
}

async function openSource(place: string): Promise<Side> {
  const folder = folderOf(place);
  if (folder !== undefined) return SqliteSource.open(folder);
  if (urlsOf(place).length === 0) throw notAPlace(place);
  return await checked(await PostgresSide.open(place), (side) => side.refuseAsSource());
}

async function openTarget(place: string): Promise<Target> {
  const folder = folderOf(place);
  if (folder !== undefined) return SqliteTarget.open(folder);
  if (urlsOf(place).length === 0) throw notAPlace(place);
  return await checked(await PostgresSide.open(place), (side) => side.refuseAsTarget());
}

async function checked(side: PostgresSide, check: (side: PostgresSide) => Promise<void>) {
  try {
    await check(side);
    return side;
  } catch (error) {
    await side.close();
    throw error;
  }
}

/** @throws {ParleyError} why it is not done. What was copied stays for the next try. */
export async function migratePlaces(
  from: string,
  to: string,
  options: { restart?: boolean; onProgress?: OnProgress },
): Promise<MigrationReport> {
  const source = await openSource(from);
  try {
    const target = await openTarget(to);
    try {
      return await migrateData(source, target, options);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** A bar on a terminal; elsewhere a line for each tenth. */
export function progressOn(out: { isTTY?: boolean; write(text: string): unknown }): OnProgress {
  const WIDTH = 30;
  let last = "";
  return (what, rows, of) => {
    const share = of === 0 ? 1 : Math.min(1, rows / of);
    const numbers = `${what} ${rows.toLocaleString("en")} of ${of.toLocaleString("en")} rows`;
    if (out.isTTY) {
      const full = Math.round(share * WIDTH);
      const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
      out.write(
        `\r${bar} ${Math.floor(share * 100)} %  ${numbers}\x1b[K${share === 1 ? "\n" : ""}`,
      );
      return;
    }
    const step = `${what} ${Math.floor(share * 10)}`;
    if (step === last) return;
    last = step;
    out.write(`${numbers}\n`);
  };
}

function inWords({ rows, rooms, resumed }: MigrationReport, from: string, to: string): string {
  const lines = [
    ...resumed > 0 ? [`Went on behind ${count(resumed, "row")} of an earlier try.`] : [],
    ...rooms.map(({ id, events, checksum }) => `${id}  ${checksum}  ${count(events, "event")}`),
    `Moved and verified ${count(rows, "row")} from ${shownUrl(from)} to ${shownUrl(to)}.`,
    "Start the server there; clients come back with their cursors. The source was not changed.",
  ];
  return lines.join("\n");
}

export function migrateCommand(finish: Finish) {
  return new Command("migrate")
    .description(DESCRIPTIONS.migrate)
    .requiredOption("--from <place>", "sqlite:FOLDER, or a PostgreSQL database, postgres://…")
    .requiredOption("--to <place>", "likewise; nothing is in it yet, but what was interrupted")
    .option("--restart", "copy all again, in place of what an interrupted migration brought")
    .option(...JSON_OPTION)
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      examples(
        "migrate --from sqlite:data --to postgres://parley@localhost/parley",
        "migrate --from postgres://parley@localhost/parley --to sqlite:/var/lib/parley",
      ),
    )
    .action(({ from, to, restart, json }) =>
      finish(async () => {
        const onProgress = progressOn(process.stderr);
        const report = await migratePlaces(from, to, { restart, onProgress });
        console.log(json ? JSON.stringify(report) : inWords(report, from, to));
        return 0;
      })
    );
}
