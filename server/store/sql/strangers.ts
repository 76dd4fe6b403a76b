/**
 * Writes about strangers, inside the log's transaction.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import type { Transaction } from "./transaction.ts";
import type { StrangerWrites } from "../writes/strangers.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";

export class StrangerWriter {
  readonly handlers: Handlers<keyof StrangerWrites> = {
    "block-stranger": (write) => this.block(write),
  };
  readonly #insert;
  readonly #all;

  constructor(database: Database, private readonly transaction: Transaction) {
    this.#insert = database.prepare(
      `INSERT INTO stranger_block (account, blocked)
       SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM account WHERE id IN (?1, ?2) AND guest = 1)
       ON CONFLICT DO NOTHING`,
    );
    this.#all = database.prepare("SELECT account, blocked FROM stranger_block");
  }

  *block({ account, blocked }: WriteOf<"block-stranger">): Steps<Outcomes["block-stranger"]> {
    yield* this.#insert.run(account, blocked);
    this.transaction.done.strangers.push({ account, blocked });
    return {};
  }

  *blocks(): Steps<[account: string, blocked: string][]> {
    const rows = (yield* this.#all.all()) as { account: string; blocked: string }[];
    return rows.map((row) => [row.account, row.blocked]);
  }
}
