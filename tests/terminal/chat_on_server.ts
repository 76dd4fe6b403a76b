/**
 * The whole client on a terminal in memory and the real server.
 * @module
 */
import { runChat } from "../../cli/commands/chat.ts";
import { Connection } from "../../shared/net/connection.ts";
import { eventually } from "../support/wait.ts";
import { FakeTty } from "./fake_tty.ts";

/** A person at a terminal. `await using` ends the chat. */
export class Chatter {
  readonly exit: Promise<number>;
  readonly #tty = new FakeTty({ columns: 100, rows: 40 });

  constructor(url: string, token: string, random = false) {
    const connection = new Connection({ server: url, token, client: "test", gaps: "skip" });
    const env = { TERM: "xterm-256color", TERM_PROGRAM: "vscode" };
    this.exit = runChat({ connection, tty: this.#tty, plain: false, random, env });
  }

  /** All that stands on the screen and in the scrollback. */
  get text(): string {
    return this.#tty.emulator.text();
  }

  /** Types a line and Enter. */
  say(line: string): void {
    this.#tty.type(`${line}\r`);
  }

  /** Types and nothing more. */
  type(text: string): void {
    this.#tty.type(text);
  }

  /** Waits until this stands there. */
  async sees(text: string | RegExp): Promise<void> {
    const fits = () => typeof text === "string" ? this.text.includes(text) : text.test(this.text);
    try {
      await eventually(fits, `${text}`);
    } catch (error) {
      throw new Error(`${(error as Error).message}; it shows\n${this.text}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#tty.signal("SIGTERM");
    this.#tty.end();
    await this.exit;
    this.#tty.emulator.dispose();
  }
}
