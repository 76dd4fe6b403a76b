/**
 * What tests of the index share: a log with one public room, an index of it, and one suite for every database.
 * @module
 */
import assert from "node:assert/strict";
import { Cluster, WITHOUT_POSTGRES } from "../../../tests/support/postgres.ts";
import { testUnless } from "../../../tests/support/skip.ts";
import type { Person } from "../../../shared/protocol/mod.ts";
import type { MessageChange } from "../../chat/messages.ts";
import type { Location } from "../../store/open.ts";
import { PostgresRig } from "../../store/postgres/testing/rig.ts";
import { append, type LogRig } from "../../store/sql/testing/log_rig.ts";
import { Rig } from "../../store/sqlite/testing/rig.ts";
import { Indexer } from "../indexer.ts";
import type { FoundPage, MessageIndex, SearchRequest } from "../message_index.ts";
import { openIndex } from "../open.ts";
import { parseQuery } from "../query.ts";
import { PUBLIC } from "../selection.ts";

/** A log with one public room, and an index of it. */
export class Searched {
  index!: MessageIndex;
  indexer!: Indexer;
  alice!: Person;
  room = "";
  #lastId = 0;

  private constructor(readonly rig: LogRig, readonly location: Location) {}

  static async start(rig: LogRig, location: Location): Promise<Searched> {
    const searched = new Searched(rig, location);
    searched.alice = await searched.rig.register("alice");
    searched.room = await searched.rig.join(searched.alice, "garden");
    await searched.reopen();
    return searched;
  }

  /** @returns the message's `seq`. */
  async say(text: string, room = this.room): Promise<number> {
    return (await this.rig.done(append(this.alice, room, `m${++this.#lastId}`, text))).seq;
  }

  async change(target: number, change: MessageChange): Promise<void> {
    const { alice: author, room } = this;
    await this.rig.done({
      kind: "change-message",
      author,
      administrator: false,
      room,
      target,
      change,
    });
  }

  async catchUp(): Promise<void> {
    await this.indexer.look();
    while (await this.indexer.step());
  }

  /** @param index in place of one that is opened anew. */
  async reopen(index?: MessageIndex): Promise<void> {
    this.index = index ?? await openIndex(this.location);
    this.indexer = new Indexer(this.index, this.rig.reader);
    await this.index.lead();
    await this.indexer.start();
  }

  async page(query: string, options: Partial<SearchRequest> = {}): Promise<FoundPage> {
    const { terms, excluded, since, until } = parseQuery(query);
    const selection = { terms, excluded, since, until, tags: [[PUBLIC]], excludedTags: [] };
    return await this.index.find({ selection, sort: "time", limit: 1000, ...options });
  }

  /** `seq` of what is found. */
  async find(query: string, options: Partial<SearchRequest> = {}): Promise<number[]> {
    return (await this.page(query, options)).entries.map(({ seq }) => seq);
  }

  /** What is found page by page. */
  async paged(query: string, sort: SearchRequest["sort"], limit: number): Promise<number[]> {
    const found: number[] = [];
    let after: SearchRequest["after"];
    for (;;) {
      const page = await this.page(query, { sort, limit, after });
      found.push(...page.entries.map(({ seq }) => seq));
      assert.ok(page.entries.length <= limit);
      if (!page.more) return found;
      after = page.entries.at(-1)!.key;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.index.close();
    await this.rig[Symbol.asyncDispose]();
  }
}

let cluster: Cluster | undefined;

if (WITHOUT_POSTGRES === undefined) {
  Deno.test.beforeAll(async () => {
    cluster = await Cluster.start({ fsync: "off" });
  });
  Deno.test.afterAll(async () => await cluster?.remove());
}

/** An index in a data folder. */
export function searchedOnSqlite(): Promise<Searched> {
  const rig = new Rig();
  return Searched.start(rig, { folder: rig.folder });
}

/** Declares a test of an index, which is run on both databases. */
export function testIndex(name: string, run: (searched: Searched) => Promise<void>): void {
  Deno.test(`${name}, on SQLite`, async () => {
    await using searched = await searchedOnSqlite();
    await run(searched);
  });
  testUnless(WITHOUT_POSTGRES, `${name}, on PostgreSQL`, async () => {
    const rig = await PostgresRig.start(cluster!);
    await using searched = await Searched.start(rig, { folder: "", database: rig.url });
    await run(searched);
  });
}
