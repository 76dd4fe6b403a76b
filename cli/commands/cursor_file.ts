/**
 * The file in which `parley tail` keeps how far it has got in each room, from one run to the next.
 * @module
 */
import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { ParleyError } from "../../shared/errors.ts";
import { describeIssue } from "../../shared/protocol/mod.ts";
import { writePrivately } from "../session/write_file.ts";
import type { Cursors } from "./follow.ts";

const Content = v.object({
  version: v.literal(1),
  /** Base URL of the server that the rooms are on. */
  server: v.string(),
  /** Room id → `seq` of the last event that was dealt with. */
  rooms: v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))),
});

export class CursorFile {
  #kept: Cursors;

  private constructor(readonly path: string, readonly server: string, kept: Cursors) {
    this.#kept = kept;
  }

  /**
   * Reads the file; one that isn't there is empty.
   *
   * @throws {ParleyError} `conflict` for a file that is damaged, or of another server.
   */
  static async open(path: string, server: string): Promise<CursorFile> {
    let text: string;
    try {
      text = await readFile(path, "utf8");
    } catch (error) {
      if ((error as { code?: unknown }).code === "ENOENT") return new CursorFile(path, server, {});
      throw failure(path, `can't be read (${(error as Error).message})`);
    }
    const result = v.safeParse(v.pipe(v.string(), v.parseJson(), Content), text);
    if (!result.success) {
      throw failure(path, `is damaged: ${describeIssue("cursor file", result.issues)}`);
    }
    if (result.output.server !== server) throw failure(path, `is for ${result.output.server}`);
    return new CursorFile(path, server, result.output.rooms);
  }

  /** How far this room was read; `undefined` if it never was. */
  find(room: string): number | undefined {
    return this.#kept[room];
  }

  /** Keeps these cursors beside those of other rooms. Once it resolves, they are on the disk. */
  async save(cursors: Cursors): Promise<void> {
    this.#kept = { ...this.#kept, ...cursors };
    const content = { version: 1, server: this.server, rooms: this.#kept };
    try {
      await writePrivately(this.path, JSON.stringify(content) + "\n");
    } catch (error) {
      throw failure(this.path, `can't be written (${(error as Error).message})`);
    }
  }
}

function failure(path: string, what: string): ParleyError {
  return new ParleyError(
    "conflict",
    `The cursor file ${path} ${what}. Move it away, or name another with --cursor-file FILE.`,
  );
}
