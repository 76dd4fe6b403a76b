/**
 * The machine under the benchmark: CPU time and memory of a process, and what the results have to say
 * about where they come from. Linux only, since it reads /proc.
 * @module
 */
import { readFileSync, statfsSync } from "node:fs";
import os from "node:os";
import process from "node:process";

/** Clock ticks a second in /proc: the same on all Linux systems there are. */
const TICKS = 100;
/** Type of a file system in memory (`TMPFS_MAGIC`), where a commit would cost nothing. */
const TMPFS = 0x01021994;

/** CPU time that a process has used in all its threads, in seconds. */
export function cpuTime(pid: number = process.pid): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field, the name in parentheses, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Resident memory of a process, in bytes. */
export function residentMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** The folder for temporary data folders: one on a disk. @throws {Error} if there is none. */
export function folderOnDisk(): string {
  const folder = [os.tmpdir(), "/var/tmp"].find((each) => statfsSync(each).type !== TMPFS);
  if (folder) return folder;
  throw new Error(
    "The folders for temporary files are in memory, where a commit costs nothing. Set TMPDIR to " +
      "a folder on a disk.",
  );
}

/** Processor, memory, system and versions, one line each. */
export function describeMachine(): string[] {
  const cpus = os.cpus();
  const { deno, v8 } = process.versions as Record<string, string>;
  return [
    `${cpus.length} cores (${cpus[0].model.trim()}), ${(os.totalmem() / 2 ** 30).toFixed(1)} GiB`,
    `${os.type()} ${os.release()}`,
    `Deno ${deno}, V8 ${v8}`,
  ];
}

/** Mean number of processes that wanted to run in the last minute. */
export function loadAverage(): number {
  return os.loadavg()[0];
}
