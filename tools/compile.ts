/**
 * Compiles the server and the client to dist/, each with the least permissions that it works with.
 *
 * `DENORT_BIN`, the path of the runtime that binaries are based on, is `deno compile`'s own variable, for
 * machines that don't reach Deno's download host.
 * @module
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureWeb } from "./web.ts";

interface Program {
  /** Name of the file in dist/. */
  name: string;
  entry: string;
  /** What it may do, for good; `environment`: the variables that it may read. */
  permissions: string[];
  environment: string[];
  /** Threads are loaded by URL, which the compiler doesn't follow. */
  workers: string[];
  /** Files that it reads out of itself. */
  files: string[];
}

/** Read by `ws`. */
const WEBSOCKET_VARIABLES = ["WS_NO_BUFFER_UTIL", "WS_NO_UTF_8_VALIDATE"];
/** Read by the libraries that write to the terminal. */
const TERMINAL_VARIABLES = ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"];

export const PROGRAMS: readonly Program[] = [
  {
    name: "parley-server",
    entry: "server/main.ts",
    // Any address and any data folder that its operator names; how full the disk is.
    permissions: ["--allow-net", "--allow-read", "--allow-write", "--allow-sys=statfs"],
    environment: [
      ...["PARLEY_*", ...TERMINAL_VARIABLES, ...WEBSOCKET_VARIABLES],
      // Of the PostgreSQL client.
      ...["PG*", "USER", "NODE_PG_FORCE_NATIVE"],
    ],
    workers: ["store", "gateway", "passwords", "hooks", "push", "search"].map((thread) =>
      `server/${thread}/worker.ts`
    ),
    files: ["dist/web.json"],
  },
  {
    name: "parley",
    entry: "cli/main.ts",
    // To run: Ctrl-Z, since a signal to oneself counts as that.
    // The addresses of this machine: for those whom `parley host` lets in.
    permissions: [
      ...["--allow-net", "--allow-read", "--allow-write", "--allow-run"],
      "--allow-sys=networkInterfaces",
    ],
    environment: [
      "PARLEY_*",
      // Where the session file is.
      ...["HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"],
      ...TERMINAL_VARIABLES,
      ...WEBSOCKET_VARIABLES,
      // What the terminal can show.
      ...["TERM", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY", "XTERM_VERSION", "WT_SESSION"],
      ...["COLORFGBG", "LC_TERMINAL", "KITTY_WINDOW_ID", "WEZTERM_PANE"],
      // Who shows notifications, and where drafts are written.
      ...["DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "VISUAL", "EDITOR"],
      ...["TMPDIR", "TMP", "TEMP"],
      ...["TERMINUS_SUBLIME", "ConEmuTask", "TERMINAL_EMULATOR"],
    ],
    workers: [],
    files: [],
  },
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Path of a compiled program. */
export function binaryPath(name: string): string {
  return join(root, "dist", Deno.build.os === "windows" ? `${name}.exe` : name);
}

async function deno(args: string[]): Promise<void> {
  // The variables of the environment are handed on, DENORT_BIN among them.
  const { success } = await new Deno.Command(Deno.execPath(), { args, cwd: root, stdin: "null" })
    .spawn().status;
  if (!success) throw new Error(`deno ${args[0]} failed.`);
}

async function compile(program: Program): Promise<void> {
  const { name, entry, workers, files } = program;
  const permissions = [...program.permissions, `--allow-env=${program.environment.join(",")}`];
  const path = binaryPath(name);
  await deno([
    "compile",
    "--quiet",
    // A question in the middle of a chat's screen would help nobody: what isn't granted is refused.
    "--no-prompt",
    "--exclude-unused-npm",
    ...permissions,
    ...[...workers, ...files].flatMap((path) => ["--include", path]),
    `--output=${path}`,
    entry,
  ]);
  // A base of a version that doesn't fit shows only when the binary is started.
  const { success, stderr } = await new Deno.Command(path, { args: ["--version"] }).output();
  if (!success) {
    throw new Error(
      `${path} was written but doesn't start: ${new TextDecoder().decode(stderr).split("\n")[0]} ` +
        "If DENORT_BIN is set, expected a base of this version of Deno.",
    );
  }
  const { size } = await Deno.stat(path);
  console.log(`dist/${name}  ${Math.round(size / 1e6)} MB  ${permissions.join(" ")}`);
}

if (import.meta.main) {
  try {
    await ensureWeb();
    for (const program of PROGRAMS) await compile(program);
  } catch (error) {
    console.error(`compile: ${(error as Error).message}`);
    Deno.exit(1);
  }
}
