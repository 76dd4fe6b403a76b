import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { call, freshName, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile({ flags: ["--sends-per-second", "0"] });

/** A member, and a room with the events 1 … head. */
async function roomWith(messages: number, text = (n: number) => `message ${n}`) {
  const account = await register(server().url, freshName("alice"));
  const client = await TestClient.connect(server().url, account.token);
  const { room } = await client.request("join", { room: freshName("room") });
  let head = 2;
  for (let n = 0; n < messages; n++) head = (await client.say(room.id, text(n))).seq;
  return { account, client, room, head };
}

Deno.test("a page is what was asked for: after, before, between, the newest", async () => {
  const { client, room, head } = await roomWith(30);
  const page = async (query: object) => {
    const { events, more } = await client.request("history", { room: room.id, ...query });
    const seqs = events.map((event) => event.seq);
    assert.deepEqual(seqs, [...seqs].sort((a, b) => a - b));
    return [seqs.at(0), seqs.at(-1), more];
  };
  assert.equal(head, 32);
  assert.deepEqual(await page({}), [1, 32, false]);
  assert.deepEqual(await page({ limit: 10 }), [23, 32, true]);
  assert.deepEqual(await page({ after: 0, limit: 10 }), [1, 10, true]);
  assert.deepEqual(await page({ after: 22, limit: 10 }), [23, 32, false]);
  assert.deepEqual(await page({ before: 11, limit: 10 }), [1, 10, false]);
  assert.deepEqual(await page({ before: 12, limit: 10 }), [2, 11, true]);
  assert.deepEqual(await page({ after: 4, before: 8 }), [5, 7, false]);
  assert.deepEqual(await page({ after: 4, before: 20, limit: 3 }), [5, 7, true]);
  assert.deepEqual(await page({ after: 32 }), [undefined, undefined, false]);
  assert.deepEqual(await page({ after: 1_000_000 }), [undefined, undefined, false]);
  assert.deepEqual(await page({ before: 1 }), [undefined, undefined, false]);
  assert.deepEqual(await page({ before: 1_000_000, limit: 1 }), [32, 32, true]);
  await client.close();
});

Deno.test("paging by after goes through large messages too, a page at least one event long", async () => {
  const { client, room, head } = await roomWith(70, (n) => String(n % 10).repeat(8000));
  const seqs: number[] = [];
  let pages = 0;
  for (let more = true; more; pages++) {
    const page = await client.request("history", {
      room: room.name,
      after: seqs.at(-1) ?? 0,
      limit: 200,
    });
    assert.ok(page.events.length > 0);
    assert.ok(JSON.stringify(page).length < 300 * 1024);
    seqs.push(...page.events.map((event) => event.seq));
    more = page.more;
  }
  assert.deepEqual(seqs, Array.from({ length: head }, (_, n) => n + 1));
  assert.ok(pages > 1);
  await client.close();
});

Deno.test("the history over HTTP is the same as over the WebSocket", async () => {
  const { account, client, room } = await roomWith(5);
  const { token } = account;
  const paths = [
    `/v1/rooms/${room.id}/events?after=2&limit=3`,
    `/v1/rooms/${room.name}/events?after=2&limit=3`,
    `/v1/rooms/${encodeURIComponent("#" + room.name)}/events?after=2&limit=3`,
  ];
  const overSocket = await client.request("history", { room: room.id, after: 2, limit: 3 });
  for (const path of paths) {
    assert.deepEqual((await call(server().url, path, { token })).body, overSocket, path);
  }
  const bad = await call(server().url, `/v1/rooms/${room.id}/events?limit=many`, { token });
  assert.equal(bad.status, 400);
  assert.match(bad.body.detail, /"limit"/);
  await client.close();
});

Deno.test("anybody signed in may read a public room before entering it; nobody else may", async () => {
  const { client, room } = await roomWith(1);
  const path = `/v1/rooms/${room.name}/events`;
  const { token } = await register(server().url, freshName("bob"));
  assert.equal((await call(server().url, path, { token })).body.events.length, 3);
  assert.equal((await call(server().url, path)).status, 401);
  assert.equal((await call(server().url, path, { token: "wrong" })).status, 401);
  await client.close();
});
