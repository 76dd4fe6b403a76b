/**
 * A run of appends where each statement is a journey to the database: which of them are there already is asked once
 * before them, and all are written at once behind them.
 *
 * In between nothing else may ask for their events.
 * @module
 */
import type { WriteOf } from "../log.ts";
import { checksumOf, SUMMED_COLUMNS, type SummedRow } from "./checksum.ts";
import type { Database, Steps } from "./database.ts";
import type { Place } from "./events.ts";

/** How the values of a column are given, all at once. */
const TYPES: Record<string, string> = {
  seq: "bigint",
  at: "bigint",
  action: "bigint",
  target: "bigint",
  reply_to: "bigint",
  ordinal: "bigint",
};

const COLUMNS = SUMMED_COLUMNS.split(", ") as (keyof SummedRow)[];

/** A key of an account and a request id. */
function keyOf(author: string, requestId: string): string {
  return `${author} ${requestId}`;
}

export class AppendRun {
  readonly #places;
  readonly #insert;
  readonly #placeOf = new Map<string, Place>();
  #rows: SummedRow[] = [];
  #active = false;

  constructor(database: Database) {
    this.#places = database.prepare(
      `SELECT author, request_id AS id, room, seq, at
       FROM event JOIN unnest(?::text[], ?::text[]) AS asked (author, request_id)
         USING (author, request_id)`,
    );
    const arrays = COLUMNS.map((column) => `?::${TYPES[column] ?? "text"}[]`).join(", ");
    this.#insert = database.prepare(
      `INSERT INTO event (${SUMMED_COLUMNS}, checksum) SELECT * FROM unnest(${arrays}, ?::bigint[])`,
    );
  }

  /** True between {@linkcode begin} and {@linkcode end}. */
  get active(): boolean {
    return this.#active;
  }

  /** Asks which of these are in the log already. */
  *begin(appends: readonly WriteOf<"append">[]): Steps<void> {
    const places = yield* this.#places.all(
      appends.map(({ author }) => author.id),
      appends.map(({ requestId }) => requestId),
    );
    for (const { author, id, room, seq, at } of places as unknown as Asked[]) {
      this.#placeOf.set(keyOf(author, id), { room, seq, at });
    }
    this.#active = true;
  }

  /** As `Events.find`. */
  find(author: string, requestId: string): Place | undefined {
    return this.#placeOf.get(keyOf(author, requestId));
  }

  /** Takes an event whose place is given out. */
  append(row: SummedRow): void {
    this.#rows.push(row);
    const { room, seq, at } = row as unknown as Place;
    this.#placeOf.set(keyOf(`${row.author}`, `${row.request_id}`), { room, seq, at });
  }

  /** Writes it all. */
  *end(): Steps<void> {
    const rows = this.#rows;
    if (rows.length > 0) {
      const columns = COLUMNS.map((column) => rows.map((row) => row[column]));
      yield* this.#insert.run(...columns, rows.map(checksumOf));
    }
    this.forget();
  }

  /** A new transaction begins: whatever came of the last one. */
  forget(): void {
    this.#active = false;
    this.#rows = [];
    this.#placeOf.clear();
  }
}

/** A place as it is asked for. */
type Asked = Place & { author: string; id: string };
