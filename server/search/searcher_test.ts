import assert from "node:assert/strict";
import type { FoundPage, SearchRequest } from "./message_index.ts";
import { SearchClient, type SearchJob } from "./searcher.ts";

const REQUEST: SearchRequest = {
  selection: { terms: [], excluded: [], tags: [["_public"]], excludedTags: [] },
  sort: "time",
  limit: 1,
};
const PAGE: FoundPage = { entries: [], more: false };

Deno.test("without a line, and when another one is put in its place, searches are refused as busy", async () => {
  const client = new SearchClient();
  await assert.rejects(client.find(REQUEST), { code: "busy", retryAfter: 1 });
  client.connect(() => {});
  const lost = client.find(REQUEST);
  const jobs: SearchJob[] = [];
  client.connect((job) => jobs.push(job));
  await assert.rejects(lost, { code: "busy" });
  const found = client.find(REQUEST);
  client.receive({ ref: jobs[0].ref, page: PAGE });
  assert.deepEqual(await found, PAGE);
});

Deno.test("each search gets its own answer, in whatever order they come", async () => {
  const client = new SearchClient();
  const jobs: SearchJob[] = [];
  client.connect((job) => jobs.push(job));
  const [first, second, third] = [client.find(REQUEST), client.find(REQUEST), client.find(REQUEST)];
  client.receive({ ref: jobs[2].ref, page: "failed" });
  client.receive({ ref: jobs[1].ref, page: "busy" });
  client.receive({ ref: jobs[0].ref, page: PAGE });
  assert.deepEqual(await first, PAGE);
  await assert.rejects(second, { code: "busy" });
  await assert.rejects(third, { message: /could not look/ });
});

Deno.test("a search that nobody answers is refused after a while, and its answer comes to nobody then", async () => {
  const client = new SearchClient(10);
  const jobs: SearchJob[] = [];
  client.connect((job) => jobs.push(job));
  await assert.rejects(client.find(REQUEST), { code: "busy" });
  client.receive({ ref: jobs[0].ref, page: PAGE });
  const next = client.find(REQUEST);
  client.receive({ ref: jobs[1].ref, page: PAGE });
  assert.deepEqual(await next, PAGE);
});
