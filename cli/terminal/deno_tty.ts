/**
 * The terminal of this process, by way of Deno.
 * @module
 */
import type { Tty, TtySignal } from "./tty.ts";

/** Assumed where the terminal doesn't say: the size of the VT100. */
const DEFAULT_SIZE = { columns: 80, rows: 24 };

export function denoTty(): Tty {
  const buffer = new Uint8Array(64 * 1024);
  return {
    interactive: Deno.stdin.isTerminal() && Deno.stdout.isTerminal(),
    size: consoleSize,
    setRaw: (raw) => Deno.stdin.setRaw(raw),
    async read() {
      const length = await Deno.stdin.read(buffer);
      return length === null ? undefined : buffer.slice(0, length);
    },
    stopReading: () => Deno.stdin.close(),
    async write(bytes) {
      for (let from = 0; from < bytes.length;) {
        from += await Deno.stdout.write(bytes.subarray(from));
      }
    },
    writeNow(bytes) {
      for (let from = 0; from < bytes.length;) from += Deno.stdout.writeSync(bytes.subarray(from));
    },
    onSignal(signal, listener) {
      // Windows tells neither of these, and is never suspended.
      if (Deno.build.os === "windows" && isUnixOnly(signal)) return () => {};
      Deno.addSignalListener(signal, listener);
      return () => Deno.removeSignalListener(signal, listener);
    },
    onCrash(listener) {
      globalThis.addEventListener("error", listener);
      globalThis.addEventListener("unhandledrejection", listener);
      return () => {
        globalThis.removeEventListener("error", listener);
        globalThis.removeEventListener("unhandledrejection", listener);
      };
    },
    stopProcess,
  };
}

function consoleSize(): { columns: number; rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    // A pseudo-terminal that nobody has given a size yet has none.
    return columns > 0 && rows > 0 ? { columns, rows } : DEFAULT_SIZE;
  } catch {
    return DEFAULT_SIZE;
  }
}

function isUnixOnly(signal: TtySignal): boolean {
  return signal === "SIGTERM" || signal === "SIGCONT" || signal === "SIGWINCH";
}

/**
 * SIGTSTP, not SIGSTOP: where no shell could wake the process, the system ignores it (POSIX, orphaned
 * process groups). To the whole process group, as the terminal's own Ctrl-Z: `deno task` and `npx` are
 * parents that the shell waits for. That needs the permission to run; without it, only this process is
 * stopped, which 2.9 permits anyway and older ones would ask for on the screen. `deno task` catches
 * SIGTSTP and goes on, so under it all are stopped by SIGSTOP.
 */
function stopProcess(): void {
  if (Deno.build.os === "windows") throw new Error("Windows can't suspend a program.");
  const permitted = Deno.permissions.querySync({ name: "run" }).state === "granted";
  const [major, minor] = Deno.version.deno.split(".").map(Number);
  if (!permitted && (major < 2 || (major === 2 && minor < 9))) {
    throw new Error("Suspending needs the permission --allow-run.");
  }
  Deno.kill(permitted ? 0 : Deno.pid, isRunByTask() ? "SIGSTOP" : "SIGTSTP");
}

/** `deno task` tells its programs where it was called. */
function isRunByTask(): boolean {
  const variable = "INIT_CWD";
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" && Deno.env.has(variable);
}
