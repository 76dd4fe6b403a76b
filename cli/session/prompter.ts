/**
 * Asks a person: the interface, and what does it in a terminal.
 * @module
 */
import process from "node:process";
import { ParleyError } from "../../shared/errors.ts";
import { sanitizeLine } from "../../shared/text.ts";

/** Every question throws a {@linkcode ParleyError} `not-signed-in` if the person cancels it. */
export interface Prompter {
  /** Asks for a secret, shown masked. */
  password(message: string): Promise<string>;
  /** @param found makes the question needless: then it is taken back, and the answer is empty. */
  text(message: string, found?: AbortSignal): Promise<string>;
  /** Yes or no; no is what Enter alone means. */
  confirm(message: string): Promise<boolean>;
  /** Tells something between two questions. */
  note(message: string): void;
}

/** Asks in the terminal, on stderr, so that stdout stays free for what a command prints. */
export async function terminalPrompter(): Promise<Prompter> {
  // Rare, and 39 ms: most starts find a session and ask nothing.
  const clack = await import("@clack/prompts");
  const streams = { input: process.stdin, output: process.stderr };
  const answered = <T>(answer: T): Exclude<T, symbol> => {
    if (typeof answer !== "symbol") return answer as Exclude<T, symbol>;
    throw new ParleyError("not-signed-in", "Cancelled: not signed in.");
  };
  return {
    password: async (message) => answered(await clack.password({ message, ...streams })) ?? "",
    text: async (message, signal) => {
      const answer = await clack.text({ message, signal, ...streams });
      return signal?.aborted ? "" : answered(answer) ?? "";
    },
    confirm: async (message) =>
      answered(await clack.confirm({ message, initialValue: false, ...streams })),
    note: (message) => clack.log.message(sanitizeLine(message), { output: process.stderr }),
  };
}
