import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import type { News } from "../store/log.ts";
import { NewsFeed } from "./news_feed.ts";

/** News in a table where rows become visible out of the order of their ids. */
class FakeTable {
  readonly rows: { id: number; node: string; body: string }[] = [];
  wake = () => {};

  add(id: number, node: string, tokenHash: string): void {
    const news: News = {
      memberships: [],
      notices: [],
      people: [],
      strangers: [],
      networkBans: [],
      endedSessions: [tokenHash],
    };
    this.rows.push({ id, node, body: JSON.stringify(news) });
    this.rows.sort((one, other) => one.id - other.id);
  }

  newsIds(count: number): Promise<number[]> {
    return Promise.resolve(this.rows.map(({ id }) => id).slice(-count));
  }

  news(node: string, after: number, seen: number[]) {
    const isNew = (row: { id: number; node: string }) =>
      row.id > after && row.node !== node && !seen.includes(row.id);
    return Promise.resolve(this.rows.filter(isNew));
  }

  publish(): boolean {
    return true;
  }

  subscribe(_subject: string, take: (payload: Uint8Array) => void): () => void {
    this.wake = () => take(new Uint8Array());
    return () => {};
  }
}

async function woken(table: FakeTable): Promise<void> {
  table.wake();
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

Deno.test("a node takes the news of others once, also those that became visible late", async () => {
  const table = new FakeTable();
  const taken: string[] = [];
  table.add(1, "two", "before");
  const feed = new NewsFeed("one", table, table, {
    news: ({ endedSessions }) => taken.push(...endedSessions),
    missed: () => assert.fail("Nothing was missed."),
  });
  await feed.start();
  table.add(3, "two", "third");
  table.add(4, "one", "own");
  await woken(table);
  table.add(2, "three", "second, committed late");
  await woken(table);
  await woken(table);
  assert.deepEqual(taken, ["third", "second, committed late"]);
  await feed.close();
});

Deno.test("news wait while the database can't be asked", async () => {
  const table = new FakeTable();
  const taken: string[] = [];
  const feed = new NewsFeed("one", table, table, {
    news: ({ endedSessions }) => taken.push(...endedSessions),
    missed: () => assert.fail("Nothing was missed."),
  });
  await feed.start();
  table.add(1, "two", "ended");
  const { news } = table;
  table.news = () => Promise.reject(new Error("gone"));
  await woken(table);
  assert.deepEqual(taken, []);
  table.news = news;
  await woken(table);
  assert.deepEqual(taken, ["ended"]);
  await feed.close();
});

Deno.test("whoever could not read the news for as long as they are kept is told that some may be missing", async () => {
  const table = new FakeTable();
  let now = 0;
  let missed = 0;
  const reader = { news: () => {}, missed: () => missed++ };
  const feed = new NewsFeed("one", table, table, reader, () => now);
  await feed.start();
  const { news } = table;
  for (const time of [limits.newsKept / 2, limits.newsKept]) {
    table.news = () => Promise.reject(new Error("gone"));
    await woken(table);
    now += time;
    table.news = news;
    await woken(table);
    await woken(table);
  }
  assert.equal(missed, 1);
  await feed.close();
});
