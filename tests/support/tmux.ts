/**
 * Real terminals for tests: tmux, with a socket of its own, so that no other tmux is touched.
 * @module
 */
import { eventually } from "./wait.ts";

export interface Size {
  columns: number;
  rows: number;
}

const SIZE: Size = { columns: 80, rows: 24 };

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
  async start(
    name: string,
    command: string[],
    env: Record<string, string> = {},
    { columns, rows } = SIZE,
  ): Promise<void> {
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
      await this.#run(
        "new-session",
        "-d",
        "-s",
        name,
        "-x",
        `${columns}`,
        "-y",
        `${rows}`,
        ...program,
      );
    }
  }

  async type(name: string, text: string): Promise<void> {
    await this.#run("send-keys", "-t", name, "-l", text);
  }

  /** Presses keys by tmux's names: `Enter`, `C-d`. */
  async press(name: string, ...keys: string[]): Promise<void> {
    await this.#run("send-keys", "-t", name, ...keys);
  }

  /** What the terminal shows, as text. */
  screen(name: string): Promise<string> {
    return this.#run("capture-pane", "-p", "-t", name);
  }

  /** The same with what has scrolled out of it. */
  transcript(name: string): Promise<string> {
    return this.#run("capture-pane", "-p", "-S", "-", "-t", name);
  }

  /** What the terminal shows, with the escape sequences that colour it. */
  coloured(name: string): Promise<string> {
    return this.#run("capture-pane", "-p", "-e", "-t", name);
  }

  /** Waits until one of tmux's variables, such as `alternate_on`, has this value. */
  async becomes(name: string, variable: string, value: string): Promise<void> {
    const format = `#{${variable}}`;
    const read = () => this.#run("display-message", "-p", "-t", name, format);
    await eventually(async () => (await read()).trim() === value, `${variable} is ${value}`);
  }

  /** Writes all that the program says from now on to a file, byte by byte. */
  async record(name: string, file: string): Promise<void> {
    await this.#run("pipe-pane", "-t", name, `cat >> '${file}'`);
  }

  /** Presses and releases the left button of the mouse, at a cell from 1, if the program takes the mouse. */
  async click(name: string, column: number, row: number): Promise<void> {
    const bytes = new TextEncoder().encode(`\x1b[<0;${column};${row}M\x1b[<0;${column};${row}m`);
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
    await this.#run("send-keys", "-t", name, "-H", ...hex);
  }

  async resize(name: string, { columns, rows }: Size): Promise<void> {
    await this.#run("resize-window", "-t", name, "-x", `${columns}`, "-y", `${rows}`);
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

  /** Waits until the screen shows no such thing. */
  async showsNo(name: string, what: RegExp): Promise<void> {
    await eventually(async () => !what.test(await this.screen(name)), `${name} shows no ${what}`);
  }

  /** Waits until the program ends. @returns its exit code. */
  async exitCode(name: string): Promise<number> {
    return Number((await this.shows(name, /\[ended with (\d+)\]/))[1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#run("kill-server").catch(() => {});
  }
}
