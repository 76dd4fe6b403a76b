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

/** Whoever hears of the news. */
interface NewsReader {
  /** What one transaction of another node did. */
  news(news: News): void;
  /** Some may not have been read before they were removed. */
  missed(): void;
}

export class NewsFeed {
  readonly #node: string;
  readonly #database: Pick<NodesDatabase, "news" | "newsIds">;
  readonly #broker: Pick<Broker, "publish" | "subscribe">;
  readonly #reader: NewsReader;
  readonly #now: () => number;
  readonly #unsubscribe: () => void;
  /** All that is behind it is seen, or will never be there. */
  #cursor = 0;
  /** Past the cursor, with the time of that. Ids are given out before commits: what is missing may come. */
  readonly #seen = new Map<number, number>();
  /** When they were read last. */
  #readAt: number;
  #reading: Promise<void> | undefined;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failed = false;
  #closed = false;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(
    node: string,
    database: Pick<NodesDatabase, "news" | "newsIds">,
    broker: Pick<Broker, "publish" | "subscribe">,
    reader: NewsReader,
    now: () => number = () => performance.now(),
  ) {
    this.#node = node;
    this.#database = database;
    this.#broker = broker;
    this.#reader = reader;
    this.#now = now;
    this.#readAt = now();
    this.#unsubscribe = broker.subscribe("news", () => this.#read());
  }

  /** What is there by now is not for this node: nobody is connected yet. */
  async start(): Promise<void> {
    const ids = await this.#database.newsIds(SEEN_AT_START + 1);
    if (ids.length > SEEN_AT_START) this.#cursor = ids.shift()!;
    for (const id of ids) this.#seen.set(id, this.#now());
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
          this.#seen.set(id, this.#now());
          // A node that was not brought up to date yet knows nothing of these.
          this.#reader.news({ strangers: [], networkBans: [], ...JSON.parse(body) } as News);
        }
        this.#settle();
        if (this.#now() - this.#readAt > limits.newsKept - limits.newsSettled) {
          this.#reader.missed();
        }
        this.#readAt = this.#now();
        this.#failed = false;
      } catch (error) {
        if (!this.#failed) logger.error("News of other nodes can't be read: {error}", { error });
        this.#failed = true;
      }
    }
  }

  /** Whatever was given an id before one that was seen long ago is there by now, or was rolled back. */
  #settle(): void {
    const before = this.#now() - limits.newsSettled;
    for (const [id, at] of this.#seen) if (at < before) this.#cursor = Math.max(this.#cursor, id);
    for (const id of this.#seen.keys()) if (id <= this.#cursor) this.#seen.delete(id);
  }
}
