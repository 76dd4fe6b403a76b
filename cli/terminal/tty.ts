/**
 * What the client needs of the platform's terminal: the interface between `terminal.ts` and the one
 * adapter that knows the runtime.
 * @module
 */

/** Signals that a terminal program has to answer for. */
export type TtySignal = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGWINCH" | "SIGCONT";

export interface Tty {
  /** True if both input and output are a terminal. */
  readonly interactive: boolean;
  size(): { columns: number; rows: number };
  /** Raw: every key as it comes, no echo, no line editing, no signals from keys. */
  setRaw(raw: boolean): void;
  /** The next bytes of input; `undefined` at its end. */
  read(): Promise<Uint8Array | undefined>;
  /** Gives up a `read` under way. */
  stopReading(): void;
  /** Resolves once all of it is taken. @throws if nobody takes it any more. */
  write(bytes: Uint8Array): Promise<void>;
  /** Writes at once, blocking: for a process that is about to end. */
  writeNow(bytes: Uint8Array): void;
  /** @returns a function that removes the listener. */
  onSignal(signal: TtySignal, listener: () => void): () => void;
  /** An error that nobody caught ends the process right after this. @returns as above. */
  onCrash(listener: () => void): () => void;
  /**
   * Stops the process (and those that started it in the same job) until the shell wakes it. Returns
   * at once where nobody could wake it.
   *
   * @throws {Error} if the runtime doesn't permit it.
   */
  stopProcess(): void;
}
