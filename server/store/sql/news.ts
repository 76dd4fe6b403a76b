/**
 * Leaves word of what a transaction did for the other nodes of a cluster, inside that transaction.
 * @module
 */
import type { News } from "../log.ts";
import type { Database, Steps } from "./database.ts";

export class NewsWriter {
  readonly #node: string;
  readonly #insert;

  constructor(database: Database, node: string) {
    this.#node = node;
    this.#insert = database.prepare("INSERT INTO news (node, body) VALUES (?, ?)");
  }

  *write({ memberships, endedSessions, notices, people }: News): Steps<void> {
    if (memberships.length + endedSessions.length + notices.length + people.length === 0) return;
    const news: News = { memberships, endedSessions, notices, people };
    yield* this.#insert.run(this.#node, JSON.stringify(news));
  }
}
