/**
 * The machine under the benchmark: CPU time and memory of a process, and what the results have to say
 * about where they come from. Linux only, since it reads /proc.
 * @module
 */
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeSync,
} from "node:fs";
import os from "node:os";
import { join } from "node:path";
import process from "node:process";
import { percentile } from "./figure.ts";

/** Clock ticks a second in /proc: the same on all Linux systems there are. */
const TICKS = 100;
/** Type of a file system in memory (`TMPFS_MAGIC`), where a commit would cost nothing. */
const TMPFS = 0x01021994;

/** CPU time that a process has used in all its threads, in seconds. */
export function cpuTime(pid: number = process.pid): number {
  return readCpuTime(`/proc/${pid}/stat`);
}

/** The same of a process and all that it has started, directly or not, and that still runs. */
export function treeCpuTime(root: number): number {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number)) {
    try {
      const parent = Number(statFields(`/proc/${pid}/stat`)[1]);
      children.set(parent, [...children.get(parent) ?? [], pid]);
    } catch {
      // It has ended since.
    }
  }
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((total, child) => total + sum(child), cpuTime(pid));
  return sum(root);
}

/** The same of the threads that have this name, together. */
export function threadCpuTime(pid: number, name: string): number {
  const folder = `/proc/${pid}/task`;
  return readdirSync(folder)
    .filter((thread) => readFileSync(`${folder}/${thread}/comm`, "utf8").trim() === name)
    .reduce((sum, thread) => sum + readCpuTime(`${folder}/${thread}/stat`), 0);
}

function readCpuTime(path: string): number {
  const fields = statFields(path);
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** The fields from the third on: state, parent, … (proc_pid_stat(5)). */
function statFields(path: string): string[] {
  const stat = readFileSync(path, "utf8");
  // The second field, the name in parentheses, may hold spaces.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
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

/** Milliseconds that the disk takes to keep 4 kB: under every commit there is one such wait at least. */
export function measureDisk(): { p50: number; p99: number } {
  const folder = mkdtempSync(join(folderOnDisk(), "parley-bench-"));
  const file = openSync(join(folder, "probe"), "w");
  try {
    const block = new Uint8Array(4096);
    const times = Float64Array.from({ length: 300 }, () => {
      const start = performance.now();
      writeSync(file, block);
      fsyncSync(file);
      return performance.now() - start;
    }).sort();
    return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}

/** Processor, memory, system and versions, one line each. */
export function describeMachine(): string[] {
  const cpus = os.cpus();
  const disk = measureDisk();
  const { deno, v8 } = process.versions as Record<string, string>;
  return [
    `${cpus.length} cores (${cpus[0].model.trim()}), ${(os.totalmem() / 2 ** 30).toFixed(1)} GiB`,
    `${os.type()} ${os.release()}`,
    `Deno ${deno}, V8 ${v8}`,
    `write and fsync of 4 kB: p50 ${disk.p50.toFixed(2)} ms, p99 ${disk.p99.toFixed(2)} ms`,
  ];
}

/** Mean number of processes that wanted to run in the last minute. */
export function loadAverage(): number {
  return os.loadavg()[0];
}
