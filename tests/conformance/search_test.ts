import assert from "node:assert/strict";
import type { RequestResult } from "../../shared/protocol/mod.ts";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import { eventually } from "../support/wait.ts";

const server = serverOfFile();

async function newClient(stem: string): Promise<TestClient & { account: Account }> {
  const account = await register(server().url, freshName(stem));
  const client = await TestClient.connect(server().url, account.token);
  return Object.assign(client, { account });
}

function textsOf({ hits }: RequestResult<"search">): string[] {
  return hits.map((hit) => hit.event.text);
}

async function search(client: TestClient, query: string, fields = {}): Promise<string[]> {
  return textsOf(await client.request("search", { query, ...fields }));
}

/** Waits until the search finds just these texts. */
async function finds(
  client: TestClient,
  query: string,
  texts: string[],
  fields = {},
): Promise<void> {
  let found: string[] = [];
  await eventually(async () => {
    found = await search(client, query, fields);
    return JSON.stringify(found) === JSON.stringify(texts);
  }, `"${query}" finds ${JSON.stringify(texts)}`).catch((error) => {
    throw new Error(`${error.message} It found ${JSON.stringify(found)}.`);
  });
}

Deno.test("a message is found soon after it was acknowledged, as it is, with its marks", async () => {
  await using alice = await newClient("alice");
  const { room } = await alice.request("join", { room: freshName("garden") });
  const { seq } = await alice.say(room.id, "Der Café-Besuch ist verlegt");
  await finds(alice, "cafe verlegt", ["Der Café-Besuch ist verlegt"]);
  const { hits: [hit], next } = await alice.request("search", { query: "cafe verlegt" });
  assert.equal(next, undefined);
  assert.deepEqual([hit.event.room, hit.event.seq, hit.roomName], [room.id, seq, room.name]);
  assert.deepEqual(hit.marks.map(([a, b]) => hit.event.text.slice(a, b)), ["Café", "verlegt"]);
  const overHttp = await call(server().url, "/v1/search?query=cafe%20verlegt", {
    token: alice.account.token,
  });
  assert.deepEqual(overHttp.body, { hits: [hit] });
});

Deno.test("words, phrases, beginnings, exclusions, and writing without spaces", async () => {
  await using alice = await newClient("alice");
  const { room } = await alice.request("join", { room: freshName("garden") });
  for (const text of ["kumquat tree grows", "tree of kumquats", "東京都に住んでいます kumquat"]) {
    await alice.say(room.id, text);
  }
  await finds(alice, "京都 kumquat", ["東京都に住んでいます kumquat"]);
  await finds(alice, "tree kumquat", ["kumquat tree grows"]);
  await finds(alice, "kumquat* tree", ["tree of kumquats", "kumquat tree grows"]);
  await finds(alice, '"kumquat tree"', ["kumquat tree grows"]);
  await finds(alice, "kumquat -tree", ["東京都に住んでいます kumquat"]);
  await finds(alice, "住んで kumquat", ["東京都に住んでいます kumquat"]);
  for (const odd of ['"', "*", "AND", 'kumquat NEAR("', "(kumquat", "kumquat^2", "-", "\0"]) {
    await search(alice, odd);
  }
  await assert.rejects(search(alice, "  "), { code: "bad-request" });
});

Deno.test("from:, in:, before:, after: and has:link narrow it down", async () => {
  await using alice = await newClient("alice");
  await using bob = await newClient("bob");
  const [garden, shed] = [freshName("garden"), freshName("shed")];
  const { room } = await alice.request("join", { room: garden });
  await bob.request("join", { room: garden });
  const other = (await bob.request("join", { room: shed })).room;
  await alice.say(room.id, "rhubarb one");
  await bob.say(room.id, "rhubarb two");
  await bob.say(other.id, "rhubarb three, see https://example.org/");
  await finds(alice, `rhubarb from:@${bob.account.name.toUpperCase()}`, [
    "rhubarb three, see https://example.org/",
    "rhubarb two",
  ]);
  await finds(alice, `rhubarb in:#${garden}`, ["rhubarb two", "rhubarb one"]);
  await finds(alice, `in:${garden} from:${bob.account.name}`, ["rhubarb two"]);
  await finds(alice, `rhubarb -in:${garden}`, ["rhubarb three, see https://example.org/"]);
  await finds(alice, `rhubarb -from:${bob.account.name}`, ["rhubarb one"]);
  await finds(alice, "rhubarb has:link", ["rhubarb three, see https://example.org/"]);
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toJSON().slice(0, 10);
  await finds(alice, `rhubarb after:${day(1)}`, []);
  await finds(alice, `rhubarb before:${day(-1)}`, []);
  const all = ["rhubarb three, see https://example.org/", "rhubarb two", "rhubarb one"];
  await finds(alice, `rhubarb after:${day(-2)} before:${day(2)}`, all);
  await assert.rejects(search(alice, "rhubarb from:nobody-there"), { code: "not-found" });
  await assert.rejects(search(alice, "rhubarb in:nothing-there"), { code: "not-found" });
});

Deno.test("an edit is found by what it says now, a deleted message not at all", async () => {
  await using alice = await newClient("alice");
  const { room } = await alice.request("join", { room: freshName("garden") });
  const { seq } = await alice.say(room.id, "medlar first");
  await finds(alice, "medlar", ["medlar first"]);
  await alice.request("edit", { room: room.id, seq, text: "medlar second" });
  // At once, whatever the index still says.
  assert.ok(!(await search(alice, "medlar")).includes("medlar first"));
  await finds(alice, "medlar second", ["medlar second"]);
  await alice.request("delete", { room: room.id, seq });
  assert.deepEqual(await search(alice, "medlar"), []);
});

Deno.test("of private and direct rooms only their members find anything, as long as they are members", async () => {
  await using alice = await newClient("alice");
  await using bob = await newClient("bob");
  await using eve = await newClient("eve");
  const open = (await alice.request("join", { room: freshName("open") })).room;
  const name = freshName("secret");
  const closed = (await alice.request("create-room", { name, kind: "private" })).room;
  await alice.request("invite", { room: closed.id, person: bob.account.name });
  const direct = (await alice.request("direct", { people: [bob.account.name] })).room;
  await alice.say(closed.id, "quince in private");
  await alice.say(direct.id, "quince between us");
  await alice.say(open.id, "quince for all");
  for (const sort of ["time", "rank"]) {
    await finds(bob, "quince between", ["quince between us"], { sort });
    await finds(bob, "quince private", ["quince in private"], { sort });
    await finds(eve, "quince", ["quince for all"], { sort });
    await finds(eve, `quince from:${alice.account.name}`, ["quince for all"], { sort });
    // Not a page that is shorter than it looks, either: that would be a count.
    const page = await eve.request("search", { query: "quince", sort, limit: 1 });
    assert.deepEqual([page.hits.length, page.next], [1, undefined]);
  }
  await finds(bob, `quince in:@${alice.account.name}`, ["quince between us"]);
  const unknown = "R0000000000000000";
  const reasons = await Promise.all(
    [closed.id, direct.id, name, unknown].map((room) =>
      search(eve, `quince in:${room}`).then(() => "found", (error) => error.message)
    ),
  );
  assert.deepEqual(new Set(reasons).size, 1, reasons.join("\n"));
  assert.match(reasons[0], /^not-found/);
  await bob.request("leave", { room: closed.id });
  await finds(bob, "quince", ["quince for all", "quince between us"]);
});

Deno.test("a token that is limited to some rooms finds nothing in others, and without the scope nothing", async () => {
  await using alice = await newClient("alice");
  const [ops, other] = [freshName("ops"), freshName("other")];
  const room = (await alice.request("create-room", { name: ops, kind: "private" })).room;
  const open = (await alice.request("join", { room: other })).room;
  await alice.say(room.id, "sorrel in ops");
  await alice.say(open.id, "sorrel elsewhere");
  await finds(alice, "sorrel", ["sorrel elsewhere", "sorrel in ops"]);
  const ask = async (fields: Record<string, unknown>, query: string) => {
    const { token } = await alice.request("create-token", { name: "script", ...fields });
    const path = `/v1/search?query=${encodeURIComponent(query)}`;
    return await call(server().url, path, { token });
  };
  const limited = { scopes: ["read"], rooms: [room.id] };
  assert.deepEqual(textsOf((await ask(limited, "sorrel")).body), ["sorrel in ops"]);
  assert.deepEqual(textsOf((await ask(limited, `sorrel -in:${ops}`)).body), []);
  assert.equal((await ask(limited, `sorrel in:${other}`)).status, 404);
  assert.equal((await ask({ scopes: ["send"] }, "sorrel")).status, 403);
});

Deno.test("pages hold every hit once, by time and by rank", async () => {
  await using alice = await newClient("alice");
  const { room } = await alice.request("join", { room: freshName("garden") });
  for (let n = 0; n < 25; n++) await alice.say(room.id, `loquat ${"loquat ".repeat(n % 3)}${n}`);
  await eventually(
    async () => (await search(alice, "loquat")).length === 25,
    "all of them are found",
  );
  for (const sort of ["time", "rank"]) {
    const whole = await search(alice, "loquat", { sort });
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await alice.request("search", { query: "loquat", sort, limit: 10, after });
      found.push(...textsOf(page));
      after = page.next;
    } while (after);
    assert.deepEqual(found, whole);
    await assert.rejects(
      alice.request("search", { query: "loquat", sort, after: "made up" }),
      { code: "bad-request" },
    );
  }
});

Deno.test("a page is no larger than a connection can take", async () => {
  await using alice = await newClient("alice");
  const { room } = await alice.request("join", { room: freshName("garden") });
  const text = `damson ${"x".repeat(8_000)}`;
  for (let n = 0; n < 40; n++) await alice.say(room.id, text);
  let found = 0;
  await eventually(async () => {
    found = 0;
    let after: string | undefined;
    do {
      const page = await alice.request("search", { query: "damson", after });
      assert.ok(JSON.stringify(page).length < 300 * 1024);
      found += page.hits.length;
      after = page.next;
    } while (after);
    return found === 40;
  }, "all of them are found, page by page");
});
