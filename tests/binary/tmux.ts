/**
 * Real terminals for tests: tmux, with a socket of its own, so that no other tmux is touched.
 * @module
 */
import { eventually } from "../support/wait.ts";

const SIZE = ["-x", "80", "-y", "24"];

/** Runs a program, shows how it ended, and keeps the terminal open. */
const SHOW_EXIT_CODE = '"$@"; echo "[ended with $?]"; exec cat';

/** True if this machine has tmux. */
export function hasTmux(): boolean {
  try {
    return new Deno.Command("tmux", { args: ["-V"] }).outputSync().success;
  } catch {
    return false;
  }
}

/** Several terminals, each with one program. `await using` ends them all. */
export class Tmux {
  readonly #socket = `parley-${crypto.randomUUID()}`;

  async #run(...args: string[]): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command("tmux", {
      args: ["-u", "-f", "/dev/null", "-L", this.#socket, ...args],
      // Inside another tmux, too.
      env: { TMUX: "" },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    if (!success) throw new Error(`tmux ${args[0]}: ${decoder.decode(stderr)}`);
    return decoder.decode(stdout);
  }

  /**
   * Starts a program in a terminal of its own, in the folder `/` and with no environment but `env`; or in
   * the terminal of that name, in place of what ran there.
   */
  async start(name: string, command: string[], env: Record<string, string> = {}): Promise<void> {
    const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`);
    const program = [
      "-c",
      "/",
      "sh",
      "-c",
      SHOW_EXIT_CODE,
      "sh",
      "env",
      "-i",
      ...variables,
      ...command,
    ];
    const sessions = await this.#run("list-sessions", "-F", "#{session_name}").catch(() => "");
    if (sessions.split("\n").includes(name)) {
      await this.#run("respawn-pane", "-k", "-t", name, ...program);
    } else {
      await this.#run("new-session", "-d", "-s", name, ...SIZE, ...program);
    }
  }

  async type(name: string, text: string): Promise<void> {
    await this.#run("send-keys", "-t", name, "-l", text);
  }

  /** Presses keys by tmux's names: `Enter`, `C-d`. */
  async press(name: string, ...keys: string[]): Promise<void> {
    await this.#run("send-keys", "-t", name, ...keys);
  }

  screen(name: string): Promise<string> {
    return this.#run("capture-pane", "-p", "-t", name);
  }

  /** Waits until the screen shows `what`. @returns what it matched. */
  async shows(name: string, what: RegExp): Promise<RegExpExecArray> {
    let screen = "";
    let found: RegExpExecArray | null = null;
    const look = async () => (found = what.exec(screen = await this.screen(name))) !== null;
    try {
      await eventually(look, `${name} shows ${what}`);
    } catch (error) {
      throw new Error(`${(error as Error).message} It shows:\n${screen}`);
    }
    return found!;
  }

  /** Waits until the program ends. @returns its exit code. */
  async exitCode(name: string): Promise<number> {
    return Number((await this.shows(name, /\[ended with (\d+)\]/))[1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#run("kill-server").catch(() => {});
  }
}
