/**
 * What a command needs of the world around the process, so that a test can be that world.
 * @module
 */
import type { Prompter } from "../session/prompter.ts";
import type { Tty } from "../terminal/tty.ts";
import type { Input } from "./input.ts";

export interface Context {
  env: Readonly<Record<string, string | undefined>>;
  /** As `process.platform` names it. */
  platform: string;
  stdin: Input;
  /** A person can be asked: there is a keyboard, and a screen for the question. */
  canAsk: boolean;
  /** For the chat, which takes over the terminal. Its input is `stdin`. */
  tty: Tty;
  prompter(): Promise<Prompter>;
  /** Writes to stdout; done when it is taken. @throws {OutputClosed} */
  print(text: string): Promise<void>;
  /** Writes one line, `parley: …`, to stderr. */
  warn(text: string): void;
  /**
   * Shows how far long work has got, in place of what it showed before; `""` takes it away. Absent where
   * nobody looks: stderr is no terminal, or stdout is the same one.
   */
  progress?(text: string): void;
  /** Aborted by SIGINT and SIGTERM, which from this call on no longer end the process. */
  interrupted(): AbortSignal;
}

/** Whoever read stdout is gone (`parley tail | head -3`): the command is done, and nothing is wrong. */
export class OutputClosed extends Error {}
