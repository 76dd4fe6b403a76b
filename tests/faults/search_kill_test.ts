import assert from "node:assert/strict";
import { join } from "node:path";
import { TestClient } from "../support/client.ts";
import { register } from "../support/http.ts";
import { newSeed, randomOf } from "../support/random.ts";
import { startServer } from "../support/server.ts";
import { LONG } from "../support/skip.ts";
import { eventually, sleep } from "../support/wait.ts";

const KILLS = LONG ? 30 : 6;
const MESSAGES = 1500;

/** Texts of all that is found, page by page. */
async function found(client: TestClient, query: string): Promise<string[]> {
  const texts: string[] = [];
  let after: string | undefined;
  do {
    const page = await client.request("search", { query, after, limit: 500 });
    texts.push(...page.hits.map((hit) => hit.event.text));
    after = page.next;
  } while (after);
  return texts;
}

Deno.test(`after ${KILLS} kills while it is written, and one loss, the index holds every message once`, async () => {
  const seed = newSeed();
  console.log(`PARLEY_TEST_SEED=${seed}`);
  const random = randomOf(seed);
  await using server = await startServer({ flags: ["--sends-per-second", "0"] });
  const alice = await register(server.url, "alice");
  const written: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const client = await TestClient.connect(server.url, alice.token);
    const room = client.room("lobby");
    const ids = Array.from({ length: MESSAGES }, (_, n) => `k${kill}-${n}`);
    for (let n = 0; n < MESSAGES; n += 100) {
      const part = ids.slice(n, n + 100);
      client.send(
        ...part.map((id) => ({ type: "send", id, room, text: `flotsam ${id}` }) as const),
      );
      await client.answer(part.at(-1)!);
    }
    written.push(...ids.map((id) => `flotsam ${id}`));
    await sleep(random.between(0, 150));
    await server.kill();
    if (kill === KILLS - 1) await Deno.remove(join(server.data, "search.db"));
    await server.restart();
  }
  await using client = await TestClient.connect(server.url, alice.token);
  const last = written.at(-1)!.split(" ")[1];
  await eventually(
    async () => (await found(client, `"${last}"`)).length > 0,
    "the index has caught up with the newest message",
  );
  assert.deepEqual(await found(client, "flotsam"), written.toReversed());
});

Deno.test("an index that turns out to be damaged is made anew while the server runs", async () => {
  await using server = await startServer({ flags: ["--sends-per-second", "0"] });
  const alice = await register(server.url, "alice");
  const texts = Array.from({ length: 500 }, (_, n) => `jetsam ${n}`);
  {
    await using client = await TestClient.connect(server.url, alice.token);
    for (const text of texts) await client.say(client.room("lobby"), text);
    await eventually(async () => (await found(client, "jetsam")).length === 500, "all are found");
  }
  await server.stop();
  const path = join(server.data, "search.db");
  const bytes = await Deno.readFile(path);
  // Its beginning says that it is an index of this format: what is wrong shows when it is looked into.
  await Deno.writeFile(path, bytes.fill(0x55, bytes.length >> 1));
  await server.restart();
  await using client = await TestClient.connect(server.url, alice.token);
  await eventually(
    async () => (await found(client, "jetsam").catch(() => [])).length === 500,
    "all are found again",
  );
  assert.deepEqual(await found(client, "jetsam"), texts.toReversed());
  assert.match(server.stderr, /index is damaged/);
});
