/**
 * Leaves word of what a transaction did for the other nodes of a cluster, inside that transaction.
 * @module
 */
import type { News } from "../log.ts";
import type { Database, Steps } from "./database.ts";

/** True if others need not hear of it. */
export function isEmpty(news: News): boolean {
  const { memberships, endedSessions, notices, people, strangers, networkBans } = news;
  const all = [memberships, endedSessions, notices, people, strangers, networkBans];
  return all.every(({ length }) => length === 0);
}

export class NewsWriter {
  readonly #node: string;
  readonly #insert;

  constructor(database: Database, node: string) {
    this.#node = node;
    this.#insert = database.prepare("INSERT INTO news (node, body) VALUES (?, ?)");
  }

  *write(
    { memberships, endedSessions, notices, people, strangers, networkBans }: News,
  ): Steps<void> {
    const news: News = { memberships, endedSessions, notices, people, strangers, networkBans };
    if (isEmpty(news)) return;
    yield* this.#insert.run(this.#node, JSON.stringify(news));
  }
}
