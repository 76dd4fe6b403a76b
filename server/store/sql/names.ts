/**
 * Which names of accounts are taken, inside the log's transaction: those in use, and those that somebody
 * had before.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import type { ParsedName } from "../../../shared/names.ts";

interface Found {
  name: string;
  /** 1 if it is the same name, not one that looks like it. */
  same: number;
}

export class Names {
  readonly #find;
  readonly #looksLike;
  readonly #reserve;
  readonly #count;
  readonly #free;

  constructor(database: Database) {
    this.#find = database.prepare(
      `SELECT name, name_key = ?1 AS same FROM account
         WHERE (name_key = ?1 OR skeleton = ?2) AND id <> ?3
       UNION ALL SELECT name, name_key = ?1 FROM former_name
         WHERE (name_key = ?1 OR skeleton = ?2) AND account <> ?3
       LIMIT 1`,
    );
    this.#looksLike = database.prepare(
      `SELECT name FROM account WHERE skeleton = ?1 AND id <> ?2
       UNION ALL SELECT name FROM former_name WHERE skeleton = ?1 AND account <> ?2 LIMIT 1`,
    );
    this.#reserve = database.prepare(
      `INSERT INTO former_name (name_key, skeleton, name, account)
       SELECT name_key, skeleton, name, id FROM account WHERE id = ? AND name_key IS NOT NULL
       ON CONFLICT DO NOTHING`,
    );
    this.#count = database.prepare("SELECT count(*) AS n FROM former_name WHERE account = ?");
    this.#free = database.prepare("DELETE FROM former_name WHERE name_key = ? AND account = ?");
  }

  /**
   * @param account who wants it, if it is there already.
   * @throws {ParleyError} `name-taken` if somebody else has or had it, or one that looks like it.
   */
  *checkFree(name: ParsedName, account = ""): Steps<void> {
    const found = (yield* this.#find.get(name.key, name.skeleton, account)) as Found | undefined;
    if (!found) return;
    const reason = found.same
      ? `The name ${name.display} is taken.`
      : `The name ${name.display} looks too much like ${found.name}, which is taken.`;
    throw new ParleyError("name-taken", `${reason} Choose another one.`);
  }

  /** The name of somebody else that looks so. */
  *looksLike(look: string, account: string): Steps<string | undefined> {
    return ((yield* this.#looksLike.get(look, account)) as { name: string } | undefined)?.name;
  }

  /** Keeps the account's present name from everybody else, for good. */
  *reserve(account: string): Steps<void> {
    yield* this.#reserve.run(account);
  }

  /** The account takes one of its former names again. */
  *takeBack(name: ParsedName, account: string): Steps<void> {
    yield* this.#free.run(name.key, account);
  }

  /** @throws {ParleyError} `conflict` if the account left as many names behind as it may. */
  *checkFormer(account: string): Steps<void> {
    const { n } = (yield* this.#count.get(account)) as { n: number };
    if (n <= limits.formerNames) return;
    throw new ParleyError(
      "conflict",
      `You have had ${n} names, which all stay yours: that is the most. Take one of them again.`,
    );
  }
}
