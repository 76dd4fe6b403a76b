/**
 * What the nodes of a cluster ask the database besides the log: where rooms are, what others did that people
 * have to be told of, and which guests are somewhere.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import type { Row, Value } from "../sql/database.ts";
import { notReached } from "./connection.ts";
import { PostgresReadDatabase } from "./read_database.ts";

/** What one transaction of another node did. */
export interface NewsRow {
  id: number;
  /** JSON. */
  body: string;
}

export class NodesDatabase {
  readonly #url: string;
  readonly #database: PostgresReadDatabase;
  readonly #statements = new Map<string, ReturnType<PostgresReadDatabase["prepare"]>>();

  constructor(url: string) {
    this.#url = url;
    this.#database = new PostgresReadDatabase(url);
  }

  /** What tells this database from all others, in the words of a broker's subject. */
  async cluster(): Promise<string> {
    try {
      const [{ cluster }] = await this.#ask(
        `SELECT system_identifier || '-' || (SELECT oid FROM pg_database
           WHERE datname = current_database()) AS cluster FROM pg_control_system()`,
      );
      return cluster as string;
    } catch (error) {
      throw notReached(this.#url, error);
    }
  }

  async heads(rooms: string[]): Promise<[room: string, head: number][]> {
    const rows = await this.#ask(
      "SELECT id, head FROM room WHERE id IN (SELECT value FROM json_each(?))",
      JSON.stringify(rooms),
    );
    return rows.map(({ id, head }) => [id as string, head as number]);
  }

  /** Ids of the newest news, in order. */
  async newsIds(count: number): Promise<number[]> {
    const rows = await this.#ask("SELECT id FROM news ORDER BY id DESC LIMIT ?", count);
    return rows.map(({ id }) => id as number).reverse();
  }

  /** News of other nodes than `node` behind `after`, without those that were seen. */
  async news(node: string, after: number, seen: number[]): Promise<NewsRow[]> {
    const rows = await this.#ask(
      `SELECT id, body FROM news WHERE id > ? AND node <> ?
         AND id NOT IN (SELECT value::bigint FROM json_each(?)) ORDER BY id`,
      after,
      node,
      JSON.stringify(seen),
    );
    return rows as unknown as NewsRow[];
  }

  /** Notes that guests are at a node. */
  async seeGuests(accounts: string[]): Promise<void> {
    await this.#ask(
      `INSERT INTO guest_seen (account, seen_at) SELECT value, now() FROM json_each(?)
       ON CONFLICT (account) DO UPDATE SET seen_at = now()`,
      JSON.stringify(accounts),
    );
  }

  /** True if a guest was at some node not so long ago that its name should be free. */
  async isGuestSeen(account: string): Promise<boolean> {
    const rows = await this.#ask(
      `SELECT 1 FROM guest_seen
       WHERE account = ? AND seen_at > now() - make_interval(secs => ?)`,
      account,
      limits.guestGrace / 1000,
    );
    return rows.length > 0;
  }

  /** Guests who were at some node, but are no more, and still have their names. */
  async guestsGone(): Promise<string[]> {
    const rows = await this.#ask(
      `SELECT id FROM account LEFT JOIN guest_seen ON account = id
       WHERE guest = 1 AND name_key IS NOT NULL
         AND coalesce(seen_at, to_timestamp(created_at / 1000)) < now() - make_interval(secs => ?)`,
      limits.guestGrace / 1000,
    );
    return rows.map(({ id }) => id as string);
  }

  /** Removes what every node has seen. */
  async tidy(): Promise<void> {
    const seconds = limits.newsKept / 1000;
    await this.#ask("DELETE FROM news WHERE at < now() - make_interval(secs => ?)", seconds);
    await this.#ask(
      "DELETE FROM guest_seen WHERE seen_at < now() - make_interval(secs => ?)",
      seconds,
    );
  }

  close(): void {
    this.#database.close();
  }

  #ask(sql: string, ...values: Value[]): Promise<Row[]> {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, statement = this.#database.prepare(sql));
    return this.#database.run(statement.all(...values));
  }
}
