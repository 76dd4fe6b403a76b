/**
 * `parley-server doctor`: finds out whether a data folder is in order, and mends what can be mended without
 * a doubt.
 * @module
 */
import { resolve } from "node:path";
import { adminCommand, dataFolder, examples, type Finish, JSON_OPTION } from "./command.ts";
import { examineFolder } from "./doctor/examination.ts";
import type { Finding } from "./doctor/finding.ts";
import { repair } from "./doctor/repair.ts";
import { inLockedFolder } from "./replace_data.ts";

export interface DoctorReport {
  folder: string;
  /** Nothing is wrong; warnings don't count. */
  ok: boolean;
  findings: Finding[];
  /** What was mended, in words. */
  repaired: string[];
}

/** @throws {ParleyError} `conflict` if something is to be repaired and a server runs there. */
export async function examine(folder: string, withRepair?: boolean): Promise<DoctorReport> {
  const path = resolve(folder);
  const repaired = withRepair ? await inLockedFolder(path, () => repair(path)) : [];
  const findings = examineFolder(path, Date.now());
  const ok = findings.every(({ state }) => state !== "problem");
  return { folder: path, ok, findings, repaired };
}

const SIGNS: Record<Finding["state"], string> = {
  ok: "ok     ",
  warning: "warning",
  problem: "PROBLEM",
};

function inWords({ findings, repaired, ok }: DoctorReport): string {
  const lines = findings.flatMap(({ check, state, message, next }) => [
    `${SIGNS[state]}  ${check}: ${message}`,
    ...next ? [`         → ${next}`] : [],
  ]);
  return [
    ...repaired.map((what) => `repaired ${what}`),
    ...lines,
    ok ? "All is well." : "There are problems.",
  ].join("\n");
}

export function doctorCommand(finish: Finish) {
  return adminCommand("doctor")
    .option("--repair", "mend what can be: rights of files, search index, indexes, rooms' counters")
    .option(...JSON_OPTION)
    .addHelpText("after", examples("doctor", "doctor --json --data /var/lib/parley"))
    .action((options, command) =>
      finish(async () => {
        const report = await examine(await dataFolder(command), options.repair);
        console.log(options.json ? JSON.stringify(report) : inWords(report));
        return report.ok ? 0 : 1;
      })
    );
}
