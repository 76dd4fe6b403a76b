/**
 * The file of drafts and unsent messages of one account on one server. Losing it must never hurt the
 * chat: what can't be read is as if it were not there.
 * @module
 */
import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { limits } from "../../shared/limits.ts";
import type { Kept } from "../app/keeping.ts";
import { writePrivately } from "./write_file.ts";

const KeptSchema = v.object({
  drafts: v.record(v.string(), v.pipe(v.string(), v.maxLength(limits.draftLength))),
  unsent: v.pipe(
    v.array(v.object({
      id: v.pipe(v.string(), v.maxLength(limits.requestIdLength)),
      room: v.string(),
      text: v.string(),
      action: v.boolean(),
      replyTo: v.optional(v.number()),
      to: v.optional(v.array(v.string())),
    })),
    v.maxLength(limits.outboxMessages),
  ),
});

export interface DraftKeeper {
  /** What was kept for this account last. */
  open(account: string): Promise<Kept>;
  /** Keeps this instead. */
  keep(kept: Kept): void;
  /** Resolves once what was to be kept is written. */
  close(): Promise<void>;
}

/** @param folder where the files are. @param server base URL. */
export class DraftFile implements DraftKeeper {
  readonly #folder: string;
  readonly #server: string;
  #path: string | undefined;
  #written = "";
  #wanted = "";
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, server: string) {
    this.#folder = folder;
    this.#server = server;
  }

  async open(account: string): Promise<Kept> {
    const name = createHash("sha256").update(`${this.#server} ${account}`).digest("hex");
    this.#path = join(this.#folder, `${name.slice(0, 32)}.json`);
    try {
      const text = await readFile(this.#path, "utf8");
      this.#written = this.#wanted = text;
      return v.parse(v.pipe(v.string(), v.parseJson(), KeptSchema), text);
    } catch {
      return { drafts: {}, unsent: [] };
    }
  }

  keep(kept: Kept): void {
    const { drafts, unsent } = kept;
    const nothing = Object.keys(drafts).length === 0 && unsent.length === 0;
    this.#wanted = nothing ? "" : JSON.stringify(kept) + "\n";
    this.#write();
  }

  async close(): Promise<void> {
    await this.#writing;
  }

  #write(): void {
    const [path, text] = [this.#path, this.#wanted];
    if (path === undefined || text === this.#written) return;
    this.#written = text;
    const write = () => text === "" ? rm(path, { force: true }) : writePrivately(path, text);
    // A full disk takes drafts along; it must not take the chat.
    this.#writing = this.#writing.then(write).catch(() => {});
  }
}
