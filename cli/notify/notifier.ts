/**
 * Calls for attention in the ways that the configuration names: bell, terminal, program.
 * @module
 */
import type { Config } from "../config/options.ts";
import { notifying, type Program, usualCommand } from "./programs.ts";
import { knownSequence, notificationSequence } from "./sequences.ts";

export interface NotifierOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** As `process.platform` names it. */
  platform: string;
  bell(): void;
  /** Writes a control sequence to the terminal. */
  write(sequence: string): void;
  /** Runs a program without waiting for it. @throws {Error} if it can't be started. */
  run(program: Program): void;
}

export class Notifier {
  readonly #options: NotifierOptions;
  /** The usual program is not there. */
  #missing = false;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /** @param title and @param text are one line each. @throws {Error} if a program can't be started. */
  alert(config: Config, title: string, text: string): void {
    const { env, bell, write, run } = this.#options;
    if (config["notify.bell"]) bell();
    const sequence = this.#sequence(config);
    if (sequence) return write(notificationSequence(sequence, title, text, env));
    const command = this.#command(config);
    if (!command) return;
    try {
      run(notifying(command, title, text));
    } catch (error) {
      // That a program which nobody named isn't there is no news, and not worth another try.
      if (config["notify.desktop"] !== "auto" || config["notify.command"].length > 0) throw error;
      this.#missing = true;
    }
  }

  #sequence({ "notify.desktop": desktop, "notify.terminal": kind }: Config) {
    if (desktop !== "auto" && desktop !== "terminal") return undefined;
    if (kind !== "auto") return kind;
    return knownSequence(this.#options.env) ?? (desktop === "terminal" ? "osc9" : undefined);
  }

  #command({ "notify.desktop": desktop, "notify.command": own }: Config) {
    if (desktop !== "auto" && desktop !== "command") return undefined;
    if (own.length > 0) return own;
    if (desktop === "auto" && this.#missing) return undefined;
    return usualCommand(this.#options.platform, this.#options.env);
  }
}
