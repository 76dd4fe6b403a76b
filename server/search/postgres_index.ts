/**
 * The index of all messages' words in the log's PostgreSQL database, which all nodes look into. One of them at a time
 * keeps it up to the log: the one whose connection holds an advisory lock.
 * @module
 */
// @ts-types="@types/pg"
import type pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { limits } from "../../shared/limits.ts";
import { connect } from "../store/postgres/connection.ts";
import { LOCKS } from "../store/postgres/locks.ts";
import { PostgresReadDatabase } from "../store/postgres/read_database.ts";
import { isLost, unreachable } from "../store/postgres/trouble.ts";
import type { Steps } from "../store/sql/database.ts";
import { bestOf, type Candidate } from "./best.ts";
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
import { toTsquery, toTsvector } from "./postgres_match.ts";
import type { Term } from "./query.ts";
import { PUBLIC } from "./selection.ts";

/** Changes whenever what words a text is made of does: an index of another number is made anew. */
const FORMAT = 1;
/** Time between two tries to become that one. */
const LEAD_INTERVAL = 1_000;

/** A message that is new in the index. */
interface Entry {
  id: number;
  room: string;
  seq: number;
  indexed: string;
}

export class PostgresIndex implements MessageIndex {
  readonly #url: string;
  readonly #reader: PostgresReadDatabase;
  readonly #ids;
  readonly #candidates;
  readonly #end;
  readonly #count;
  #leader: pg.Client | undefined;
  #closed = false;

  constructor(url: string) {
    this.#url = url;
    this.#reader = new PostgresReadDatabase(url);
    const newest = (columns: string) =>
      this.#reader.prepare(
        `SELECT ${columns} FROM search_message WHERE words @@ ?::tsquery AND id >= ? AND id < ?
         ORDER BY id DESC LIMIT ?`,
      );
    this.#ids = newest("id, room, seq");
    this.#candidates = newest("id, room, seq, indexed AS words");
    this.#end = this.#reader.prepare("SELECT coalesce(max(id), 0) + 1 AS id FROM search_message");
    this.#count = this.#reader.prepare(
      `SELECT count(*) AS n FROM
         (SELECT 1 FROM search_message WHERE words @@ ?::tsquery LIMIT ?) AS found`,
    );
  }

  async lead(): Promise<void> {
    if (this.#leader) return;
    while (!this.#closed) {
      if (await this.#tryToLead()) return;
      await sleep(LEAD_INTERVAL);
    }
  }

  async cursors(): Promise<Map<string, number>> {
    const { rows } = await this.#led((client) =>
      client.query("SELECT id, cursor FROM search_room")
    );
    return new Map(rows.map(({ id, cursor }) => [id, cursor]));
  }

  async apply(batch: readonly Progress[]): Promise<void> {
    await this.#led((client) => inTransaction(client, () => applyTo(client, batch)));
  }

  async remove(room: string, upTo: number): Promise<boolean> {
    const { rowCount } = await this.#led((client) =>
      client.query(
        `DELETE FROM search_message WHERE id IN (
           SELECT id FROM search_message WHERE room = $1 AND seq <= $2 ORDER BY seq LIMIT $3)`,
        [room, upTo, limits.indexEvents],
      )
    );
    return rowCount === limits.indexEvents;
  }

  async forget(room: string): Promise<void> {
    while (await this.remove(room, LAST_ID));
    await this.#led((client) => client.query("DELETE FROM search_room WHERE id = $1", [room]));
  }

  /** PostgreSQL does so by itself. */
  merge(): boolean {
    return false;
  }

  find(request: SearchRequest): Promise<FoundPage> {
    const steps = request.sort === "rank" ? this.#best(request) : this.#newest(request);
    return this.#reader.run(steps);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#reader.close();
    await this.#leader?.end().catch(() => {});
  }

  /** @returns false if another process keeps the index. @throws {ParleyError} `unavailable`. */
  async #tryToLead(): Promise<boolean> {
    let client: pg.Client | undefined;
    try {
      ({ client } = await connect(this.#url, { application_name: "parley search" }));
      const { rows: [{ locked }] } = await client.query(
        `SELECT pg_try_advisory_lock(${LOCKS.search}) AS locked`,
      );
      if (!locked) {
        await client.end();
        return false;
      }
      await this.#begin(client);
    } catch (error) {
      client?.end().catch(() => {});
      throw isLost(error) ? unreachable(error) : error;
    }
    this.#leader = client;
    return true;
  }

  /**
   * Does something as the one that keeps the index.
   *
   * @throws {ParleyError} `unavailable` if it is no longer that one: its connection was lost, or it never was.
   */
  async #led<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = this.#leader;
    if (!client) throw unreachable(new Error("This process does not keep the index."));
    try {
      return await run(client);
    } catch (error) {
      if (!isLost(error)) throw error;
      this.#leader = undefined;
      client.end().catch(() => {});
      throw unreachable(error);
    }
  }

  async #begin(client: pg.Client): Promise<void> {
    // PostgreSQL itself has to notice when this machine is gone: by default that takes hours.
    await client.query(
      "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; " +
        "SET idle_session_timeout = 0",
    );
    const { rows } = await client.query("SELECT format FROM search_format");
    if (rows.length === 1 && rows[0].format === FORMAT) return;
    await inTransaction(client, async () => {
      await client.query("TRUNCATE search_format, search_room, search_message");
      await client.query("INSERT INTO search_format VALUES ($1)", [FORMAT]);
    });
  }

  *#newest({ selection, after, limit }: SearchRequest): Steps<FoundPage> {
    const bounds = boundsOf(selection, after ? Number(after[0]) : LAST_ID);
    const found = yield* this.#ids.all(toTsquery(selection), ...bounds, limit + 1);
    const rows = found as unknown as Entry[];
    return {
      entries: rows.slice(0, limit).map(({ id, room, seq }): Found => ({ room, seq, key: [id] })),
      more: rows.length > limit,
    };
  }

  *#best({ selection, after, limit }: SearchRequest): Steps<FoundPage> {
    const end = after ? Number(after[0]) : ((yield* this.#end.get()) as { id: number }).id;
    const found = yield* this.#candidates.all(
      toTsquery(selection),
      ...boundsOf(selection, end),
      limits.searchCandidates,
    );
    const rows = found as unknown as (Entry & Candidate)[];
    const { terms } = selection;
    const counted = [];
    for (const term of terms) {
      // A single term's weight changes nothing.
      counted.push({ term, count: terms.length > 1 ? yield* this.#countPublic(term) : 0 });
    }
    const { best, more } = bestOf(counted, rows, { end, after, limit });
    const byId = new Map(rows.map((row) => [row.id, row]));
    const entries = best.map(({ id, key }): Found => {
      const { room, seq } = byId.get(id)!;
      return { room, seq, key };
    });
    return { entries, more };
  }

  /** What is said in rooms that are not public must not even change an order. */
  *#countPublic(term: Term): Steps<number> {
    const query = toTsquery({ tags: [[PUBLIC]], terms: [term], excluded: [], excludedTags: [] });
    return ((yield* this.#count.get(query, limits.searchCandidates)) as { n: number }).n;
  }
}

async function inTransaction(client: pg.Client, change: () => Promise<void>): Promise<void> {
  await client.query("BEGIN");
  try {
    await change();
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/** Columns of rows, as `unnest` takes them. */
function rowsOf<T>(rows: readonly T[], columns: readonly (keyof T)[]): T[keyof T][][] {
  return columns.map((column) => rows.map((row) => row[column]));
}

/** An id for each of these times, the first that is free. */
async function freeIds(client: pg.Client, times: readonly number[]): Promise<number[]> {
  /** Time → how many of its ids are taken. */
  const taken = new Map<number, number>();
  const ask = async (some: readonly number[]) => {
    const { rows } = await client.query(
      `SELECT time, (SELECT max(id) FROM search_message
         WHERE id >= time * ${IDS} AND id < (time + 1) * ${IDS}) AS id
       FROM unnest($1::bigint[]) AS time`,
      [some],
    );
    for (const { time, id } of rows) taken.set(time, id === null ? 0 : id + 1 - time * IDS);
  };
  await ask([...new Set(times)]);
  const ids: number[] = [];
  for (let time of times) {
    for (;; time++) {
      if (!taken.has(time)) await ask([time]);
      if (taken.get(time)! < IDS) break;
    }
    ids.push(time * IDS + taken.get(time)!);
    taken.set(time, taken.get(time)! + 1);
  }
  return ids;
}

/** Takes in what is new, in a transaction. */
async function applyTo(client: pg.Client, batch: readonly Progress[]): Promise<void> {
  const changes = batch.flatMap(({ room, messages }) =>
    messages.map((message) => ({ room, ...message }))
  );
  await client.query(
    `DELETE FROM search_message USING unnest($1::text[], $2::bigint[]) AS gone (room, seq)
     WHERE search_message.room = gone.room AND search_message.seq = gone.seq`,
    rowsOf(changes.filter(({ indexed }) => indexed === undefined), ["room", "seq"]),
  );
  const present = changes.filter(({ indexed }) => indexed !== undefined);
  const ids = await freeIds(client, present.map(({ at }) => at));
  const entries = present.map(({ room, seq, indexed }, n): Entry => ({
    id: ids[n],
    room,
    seq,
    indexed: indexed!,
  }));
  // What is there already keeps its id, which is its time.
  await client.query(
    `INSERT INTO search_message (id, room, seq, indexed, words)
     SELECT id, room, seq, indexed, words::tsvector
     FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[])
       AS new (id, room, seq, indexed, words)
     ON CONFLICT (room, seq)
       DO UPDATE SET indexed = excluded.indexed, words = excluded.words`,
    [
      ...rowsOf(entries, ["id", "room", "seq", "indexed"]),
      entries.map(({ indexed }) => toTsvector(indexed)),
    ],
  );
  await client.query(
    `INSERT INTO search_room (id, cursor) SELECT * FROM unnest($1::text[], $2::bigint[])
     ON CONFLICT (id) DO UPDATE SET cursor = excluded.cursor`,
    rowsOf(batch, ["room", "cursor"]),
  );
}
