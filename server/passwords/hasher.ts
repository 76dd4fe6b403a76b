/**
 * A gateway's line to the password worker.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";

export type HashJob =
  | { ref: number; op: "hash"; password: string }
  /** Without a `hash` it takes the same time and is never right: there is no such account. */
  | { ref: number; op: "verify"; password: string; hash?: string };

/** `busy`: too many passwords wait. */
export type HashAnswer = { ref: number; result: string | boolean | "busy" };

export interface Hasher {
  /** @returns an Argon2id hash as a PHC string. @throws {ParleyError} `busy`. */
  hash(password: string): Promise<string>;
  /** True if it is the password of `hash`. @throws {ParleyError} `busy`. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

export class HasherClient implements Hasher {
  readonly #post: (job: HashJob) => void;
  readonly #pending = new Map<number, (result: HashAnswer["result"]) => void>();
  #lastRef = 0;

  constructor(post: (job: HashJob) => void) {
    this.#post = post;
  }

  async hash(password: string): Promise<string> {
    return await this.#ask({ ref: ++this.#lastRef, op: "hash", password }) as string;
  }

  async verify(password: string, hash: string | undefined): Promise<boolean> {
    return await this.#ask({ ref: ++this.#lastRef, op: "verify", password, hash }) as boolean;
  }

  receive({ ref, result }: HashAnswer): void {
    this.#pending.get(ref)?.(result);
    this.#pending.delete(ref);
  }

  async #ask(job: HashJob): Promise<string | boolean> {
    const result = await new Promise<HashAnswer["result"]>((resolve) => {
      this.#pending.set(job.ref, resolve);
      this.#post(job);
    });
    if (result !== "busy") return result;
    throw new ParleyError("busy", "Too many people log in at the moment. Try again.", 3);
  }
}
