/**
 * A server that has only so much memory, by the system's and by V8's word: whatever takes more ends it.
 * @module
 */
import { join } from "node:path";
import { fromSource } from "../support/server.ts";

/** A command that runs the rest of its arguments within the limit, and what undoes it afterwards. */
interface Limiter {
  command: string[];
  remove(): void;
}

type Limit = (bytes: number) => Limiter;

let groups = 0;

/** In a control group of its own. @param file of the limit, by the system's version of them. */
function inGroup(root: string, file: string): Limit {
  return (bytes) => {
    const group = join(root, `parley-test-${Deno.pid}-${++groups}`);
    Deno.mkdirSync(group);
    const remove = () => Deno.removeSync(group);
    try {
      Deno.writeTextFileSync(join(group, file), String(bytes));
    } catch (error) {
      remove();
      throw error;
    }
    return {
      command: ["sh", "-c", 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"', "sh", group],
      remove,
    };
  };
}

const inScope: Limit = (bytes) => ({
  command: ["systemd-run", "--user", "--scope", "--quiet", `--property=MemoryMax=${bytes}`],
  remove: () => {},
});

const LIMITS = [
  inGroup("/sys/fs/cgroup/memory", "memory.limit_in_bytes"),
  inGroup("/sys/fs/cgroup", "memory.max"),
  inScope,
];

/** The first way to limit a process that works here. */
function limit(bytes: number): Limiter | undefined {
  for (const way of LIMITS) {
    let limiter: Limiter | undefined;
    try {
      limiter = way(bytes);
      const [program, ...args] = [...limiter.command, "true"];
      if (new Deno.Command(program, { args, stderr: "null" }).outputSync().success) return limiter;
    } catch {
      // Not on this system, or not for this user.
    }
    limiter?.remove();
  }
  return undefined;
}

export class MemoryLimit {
  readonly command: [string, ...string[]];
  /** What limits the server, for people. */
  readonly words: string;
  readonly #limiter: Limiter | undefined;

  /**
   * @param megabytes of the process, where the system lets this user limit it.
   * @param heap megabytes of old objects of each thread, everywhere.
   */
  constructor(megabytes: number, heap: number) {
    this.#limiter = limit(megabytes * 1024 * 1024);
    const [deno, run, ...rest] = fromSource();
    const limited = [deno, run, `--v8-flags=--max-old-space-size=${heap}`, ...rest];
    this.command = [...this.#limiter?.command ?? [], ...limited] as [string, ...string[]];
    const process = this.#limiter ? `${megabytes} MB for the process, ` : "";
    this.words = `${process}${heap} MB for each heap`;
  }

  /** Once the server has ended. */
  [Symbol.dispose](): void {
    this.#limiter?.remove();
  }
}
