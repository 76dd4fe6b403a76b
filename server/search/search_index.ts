/**
 * The index of all messages' words: a SQLite file of its own beside the log's, made from the log and by
 * nothing else, so that it can be thrown away at any time.
 *
 * How far it has come in each room stands in the same file and changes in the same transactions: whenever
 * the process dies, it goes on where it was. A message's row id is its time, so that the newest are found
 * first without sorting, however many there are.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { limits } from "../../shared/limits.ts";
import type { PageKey } from "../store/readers/page.ts";
import { bestOf, type Candidate } from "./best.ts";
import { guarded, openIndexFile } from "./index_file.ts";
import {
  boundsOf,
  type Found,
  type FoundPage,
  IDS,
  LAST_ID,
  type MessageIndex,
  type Progress,
  type SearchRequest,
} from "./message_index.ts";
import type { Term } from "./query.ts";
import { PUBLIC, toMatch } from "./selection.ts";

/** Pages of 4 kB that are written when parts of the index are joined: a millisecond or two. */
const MERGED_PAGES = 16;

export class SearchIndex implements MessageIndex {
  readonly #database: DatabaseSync;
  readonly #addRoom;
  readonly #setCursor;
  readonly #roomNumber;
  readonly #removeRoom;
  readonly #find;
  readonly #oldest;
  readonly #lastId;
  readonly #insertMessage;
  readonly #insertWords;
  readonly #updateWords;
  readonly #deleteMessage;
  readonly #deleteWords;
  readonly #place;
  readonly #merge;
  readonly #totalChanges;
  readonly #end;
  readonly #ids;
  readonly #candidates;
  readonly #emptyWal;
  /** Something was, since the WAL was emptied. */
  #erased = false;

  /** @param path as {@linkcode openIndexFile} takes it. */
  constructor(path: string) {
    const database = this.#database = openIndexFile(path);
    this.#addRoom = database.prepare("INSERT OR IGNORE INTO room (id, cursor) VALUES (?, 0)");
    this.#setCursor = database.prepare("UPDATE room SET cursor = ? WHERE number = ?");
    this.#roomNumber = database.prepare("SELECT number FROM room WHERE id = ?");
    this.#removeRoom = database.prepare("DELETE FROM room WHERE id = ?");
    this.#find = database.prepare("SELECT id FROM message WHERE room = ? AND seq = ?");
    this.#oldest = database.prepare(
      "SELECT id FROM message WHERE room = ? AND seq <= ? ORDER BY seq LIMIT ?",
    );
    this.#lastId = database.prepare(
      "SELECT max(id) AS id FROM message WHERE id >= ?1 AND id < ?1 + ?2",
    );
    this.#insertMessage = database.prepare("INSERT INTO message (id, room, seq) VALUES (?, ?, ?)");
    this.#insertWords = database.prepare("INSERT INTO indexed (rowid, words) VALUES (?, ?)");
    this.#updateWords = database.prepare("UPDATE indexed SET words = ? WHERE rowid = ?");
    this.#deleteMessage = database.prepare("DELETE FROM message WHERE id = ?");
    this.#deleteWords = database.prepare("DELETE FROM indexed WHERE rowid = ?");
    this.#place = database.prepare(
      `SELECT room.id AS room, message.seq FROM message JOIN room ON room.number = message.room
       WHERE message.id = ?`,
    );
    this.#merge = database.prepare("INSERT INTO indexed (indexed, rank) VALUES ('merge', ?)");
    this.#totalChanges = database.prepare("SELECT total_changes() AS n");
    this.#end = database.prepare("SELECT coalesce(max(id), 0) + 1 AS id FROM message");
    const newest = (columns: string) =>
      database.prepare(
        `SELECT ${columns} FROM indexed WHERE indexed MATCH ? AND rowid >= ? AND rowid < ?
         ORDER BY rowid DESC LIMIT ?`,
      );
    this.#ids = newest("rowid AS id");
    this.#candidates = newest("rowid AS id, words");
    this.#emptyWal = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** The folder is this process's alone. */
  async lead(): Promise<void> {}

  cursors(): Map<string, number> {
    const rows = this.#database.prepare("SELECT id, cursor FROM room").all();
    return new Map(
      (rows as { id: string; cursor: number }[]).map(({ id, cursor }) => [id, cursor]),
    );
  }

  apply(batch: readonly Progress[]): void {
    this.#transact(() => {
      const changes = batch.flatMap(({ room, cursor, messages }) => {
        this.#addRoom.run(room);
        const number = this.#numberOf(room)!;
        this.#setCursor.run(cursor, number);
        return messages.map((message) => ({ number, ...message }));
      });
      // FTS5 writes out what it holds whenever a row id goes back.
      changes.sort((a, b) => a.at - b.at || a.seq - b.seq);
      for (const { number, seq, at, indexed } of changes) {
        const row = this.#find.get(number, seq) as { id: number } | undefined;
        if (row && indexed === undefined) {
          this.#delete(row.id);
        } else if (row) {
          this.#updateWords.run(indexed!, row.id);
        } else if (indexed !== undefined) {
          const id = this.#freeId(at);
          this.#insertMessage.run(id, number, seq);
          this.#insertWords.run(id, indexed);
        }
      }
    });
  }

  remove(room: string, upTo: number): boolean {
    const number = this.#numberOf(room);
    if (number === undefined) return false;
    const rows = this.#oldest.all(number, upTo, limits.indexEvents) as { id: number }[];
    if (rows.length === 0) return false;
    this.#transact(() => {
      for (const { id } of rows) this.#delete(id);
    });
    return rows.length === limits.indexEvents;
  }

  forget(room: string): void {
    while (this.remove(room, LAST_ID));
    this.#removeRoom.run(room);
  }

  /**
   * Joins some of the parts that FTS5 keeps its index in: a search has to look into each of them.
   *
   * @returns true if there is more to join.
   */
  merge(): boolean {
    const before = this.#countChanges();
    guarded(() => this.#merge.run(MERGED_PAGES));
    // As FTS5's manual has it: one change is that of the command itself.
    const more = this.#countChanges() - before > 1;
    if (!more && this.#erased) {
      // What was erased is in the WAL still.
      this.#erased = this.#emptyWal.get()!.busy !== 0;
    }
    return more;
  }

  find(request: SearchRequest): FoundPage {
    return guarded(() => request.sort === "rank" ? this.#best(request) : this.#newest(request));
  }

  close(): void {
    this.#database.close();
  }

  #newest({ selection, after, limit }: SearchRequest): FoundPage {
    const bounds = boundsOf(selection, after ? Number(after[0]) : LAST_ID);
    const rows = this.#ids.all(toMatch(selection), ...bounds, limit + 1) as { id: number }[];
    return {
      entries: rows.slice(0, limit).map(({ id }) => this.#found(id, [id])),
      more: rows.length > limit,
    };
  }

  /**
   * The best of the newest that fit. How many those are is bounded, so that a word that is in every message
   * costs no more than others.
   */
  #best({ selection, after, limit }: SearchRequest): FoundPage {
    // The pages that follow rank the same candidates as the first, whatever was written meanwhile.
    const end = after ? Number(after[0]) : (this.#end.get() as { id: number }).id;
    const bounds = boundsOf(selection, end);
    const most = limits.searchCandidates;
    const rows = this.#candidates.all(
      toMatch(selection),
      ...bounds,
      most,
    ) as unknown as Candidate[];
    const { terms } = selection;
    const { best, more } = bestOf(
      // A single term's weight changes nothing.
      terms.map((term) => ({ term, count: terms.length > 1 ? this.#countPublic(term) : 0 })),
      rows,
      { end, after, limit },
    );
    return { entries: best.map(({ id, key }) => this.#found(id, key)), more };
  }

  /**
   * How many messages hold it, up to the number of candidates. In public rooms: what is said in others must
   * not even change an order.
   */
  #countPublic(term: Term): number {
    const match = toMatch({ tags: [[PUBLIC]], terms: [term], excluded: [], excludedTags: [] });
    return this.#ids.all(match, 0, LAST_ID, limits.searchCandidates).length;
  }

  #found(id: number, key: PageKey): Found {
    const { room, seq } = this.#place.get(id) as { room: string; seq: number };
    return { room, seq, key };
  }

  #countChanges(): number {
    return (this.#totalChanges.get() as { n: number }).n;
  }

  #numberOf(room: string): number | undefined {
    return (this.#roomNumber.get(room) as { number: number } | undefined)?.number;
  }

  #delete(id: number): void {
    this.#deleteWords.run(id);
    this.#deleteMessage.run(id);
    this.#erased = true;
  }

  #freeId(at: number): number {
    for (let time = at;; time++) {
      const first = time * IDS;
      const { id } = this.#lastId.get(first, IDS) as { id: number | null };
      if (id === null) return first;
      if (id + 1 < first + IDS) return id + 1;
    }
  }

  #transact(change: () => void): void {
    guarded(() => {
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        change();
        this.#database.exec("COMMIT");
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
        throw error;
      }
    });
  }
}
