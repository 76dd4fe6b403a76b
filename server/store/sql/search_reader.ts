/**
 * Reads for searching: what there is to index, and where an account may look.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import type { Reads } from "./reads.ts";
import type { RoomEnd, SearchReader } from "../readers/search.ts";

export class SearchReads implements Reads<SearchReader> {
  readonly #version;
  readonly #rooms;
  readonly #closedRoomsOf;
  #lastVersion: number | string | undefined;

  constructor(database: Database) {
    this.#version = database.version;
    this.#rooms = database.prepare("SELECT id, kind, head, erased FROM room");
    this.#closedRoomsOf = database.prepare(
      `SELECT room.id FROM member JOIN room ON room.id = member.room
       WHERE member.account = ? AND room.kind <> 'public'`,
    );
  }

  *changed(): Steps<boolean> {
    const { version } = (yield* this.#version.get()) as { version: number | string };
    const changed = version !== this.#lastVersion;
    this.#lastVersion = version;
    return changed;
  }

  *rooms(): Steps<RoomEnd[]> {
    return (yield* this.#rooms.all()) as unknown as RoomEnd[];
  }

  *closedRoomsOf(account: string): Steps<string[]> {
    return ((yield* this.#closedRoomsOf.all(account)) as { id: string }[]).map((row) => row.id);
  }
}
