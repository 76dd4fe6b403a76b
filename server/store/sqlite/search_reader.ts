/**
 * Reads for searching: what there is to index, and where an account may look.
 * @module
 */
// deno-lint-ignore-file require-await -- async for the sake of databases behind a network
import type { DatabaseSync } from "node:sqlite";
import type { RoomEnd, SearchReader } from "../readers/search.ts";

export class SqliteSearchReader implements SearchReader {
  readonly #version;
  readonly #rooms;
  readonly #closedRoomsOf;
  #lastVersion: number | undefined;

  constructor(database: DatabaseSync) {
    // Grows with every commit of another connection.
    this.#version = database.prepare("PRAGMA data_version");
    this.#rooms = database.prepare("SELECT id, kind, head, erased FROM room");
    this.#closedRoomsOf = database.prepare(
      `SELECT room.id FROM member JOIN room ON room.id = member.room
       WHERE member.account = ? AND room.kind <> 'public'`,
    );
  }

  async changed(): Promise<boolean> {
    const { data_version: version } = this.#version.get() as { data_version: number };
    const changed = version !== this.#lastVersion;
    this.#lastVersion = version;
    return changed;
  }

  async rooms(): Promise<RoomEnd[]> {
    return this.#rooms.all() as unknown as RoomEnd[];
  }

  async closedRoomsOf(account: string): Promise<string[]> {
    return (this.#closedRoomsOf.all(account) as { id: string }[]).map((row) => row.id);
  }
}
