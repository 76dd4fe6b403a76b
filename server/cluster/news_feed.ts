/**
 * A node's cursor into what the other nodes left word of: memberships, notices, names, ended sessions. Nothing
 * of it may get lost, so it is read from the database, several times a second; the broker only says that there
 * is something.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { limits } from "../../shared/limits.ts";
import type { Broker } from "../bus/broker.ts";
import type { News } from "../store/log.ts";
import type { NodesDatabase } from "../store/postgres/nodes.ts";

const logger = getLogger(["parley", "cluster"]);

/** Ids that a node which starts takes as seen. */
const SEEN_AT_START = 1_000;

export class NewsFeed {
  readonly #node: string;
  readonly #database: Pick<NodesDatabase, "news" | "newsIds">;
  readonly #broker: Pick<Broker, "publish" | "subscribe">;
  readonly #take: (news: News) => void;
  readonly #unsubscribe: () => void;
  /** All that is behind it is seen, or will never be there. */
  #cursor = 0;
  /** Past the cursor, with the time of that. Ids are given out before commits: what is missing may come. */
  readonly #seen = new Map<number, number>();
  #reading: Promise<void> | undefined;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failed = false;
  #closed = false;

  /** @param take gets what one transaction of another node did. */
  constructor(
    node: string,
    database: Pick<NodesDatabase, "news" | "newsIds">,
    broker: Pick<Broker, "publish" | "subscribe">,
    take: (news: News) => void,
  ) {
    this.#node = node;
    this.#database = database;
    this.#broker = broker;
    this.#take = take;
    this.#unsubscribe = broker.subscribe("news", () => this.#read());
  }

  /** What is there by now is not for this node: nobody is connected yet. */
  async start(): Promise<void> {
    const ids = await this.#database.newsIds(SEEN_AT_START + 1);
    if (ids.length > SEEN_AT_START) this.#cursor = ids.shift()!;
    for (const id of ids) this.#seen.set(id, performance.now());
    this.#plan();
  }

  /** This node left word of something. */
  wakeOthers(): void {
    this.#broker.publish("news", "");
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#unsubscribe();
    await this.#reading;
  }

  #plan(): void {
    this.#timer = setTimeout(async () => {
      await this.#read();
      if (!this.#closed) this.#plan();
    }, limits.newsInterval);
  }

  #read(): Promise<void> {
    this.#again = true;
    return this.#reading ??= this.#readAll().finally(() => this.#reading = undefined);
  }

  async #readAll(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      try {
        const rows = await this.#database.news(this.#node, this.#cursor, [...this.#seen.keys()]);
        for (const { id, body } of rows) {
          this.#seen.set(id, performance.now());
          // A node that was not brought up to date yet knows nothing of these.
          this.#take({ strangers: [], networkBans: [], ...JSON.parse(body) } as News);
        }
        this.#settle();
        this.#failed = false;
      } catch (error) {
        if (!this.#failed) logger.error("News of other nodes can't be read: {error}", { error });
        this.#failed = true;
      }
    }
  }

  /** Whatever was given an id before one that was seen long ago is there by now, or was rolled back. */
  #settle(): void {
    const before = performance.now() - limits.newsSettled;
    for (const [id, at] of this.#seen) if (at < before) this.#cursor = Math.max(this.#cursor, id);
    for (const id of this.#seen.keys()) if (id <= this.#cursor) this.#seen.delete(id);
  }
}
