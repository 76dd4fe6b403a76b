import assert from "node:assert/strict";
import { join } from "node:path";
import { flip, tear } from "../../server/store/sqlite/testing/tearing.ts";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { TestClient } from "../support/client.ts";
import { type Account, logIn, readLog, register } from "../support/http.ts";
import { operate, operated } from "../support/operate.ts";
import { newSeed, randomOf } from "../support/random.ts";
import { startServer, type TestServer } from "../support/server.ts";

const MESSAGES = 300;

/** Fills two rooms with messages. */
async function plant(server: TestServer, alice: Account): Promise<void> {
  await using client = await TestClient.connect(server.url, alice.token);
  for (const name of ["garden", "orchard"]) {
    const { room } = await client.request("join", { room: name });
    for (let n = 0; n < MESSAGES; n++) {
      client.send({ type: "send", id: `${name}${n}`, room: room.id, text: `${name} has ${n}.` });
      // No more under way than a connection may have.
      if (n % 100 === 99) await client.answer(`${name}${n}`);
    }
  }
}

function lost(events: LogEvent[]): number[] {
  return events.filter(({ kind }) => kind === "lost").map(({ seq }) => seq);
}

Deno.test("after a torn page or a flipped bit the server starts, all else can be read and written, and doctor names it", async () => {
  const seed = newSeed();
  console.log(`PARLEY_TEST_SEED=${seed}`);
  const random = randomOf(seed);
  await using server = await startServer({ flags: ["--sends-per-second", "0"] });
  const alice = await register(server.url, "alice");
  await plant(server, alice);
  const orchard = await readLog(server.url, alice.token, "orchard");
  const before = await readLog(server.url, alice.token, "garden") as LogEvent[];
  await server.stop();
  const path = join(server.data, "parley.db");
  // Not one of the last: their page holds the first of the other room's as well.
  const number = random.between(0, MESSAGES - 100);
  (random.pick([tear, flip]))(path, `garden has ${number}.`);
  const seq =
    before.find((event) => event.kind === "message" && event.text.endsWith(` ${number}.`))!
      .seq;

  const { code, stdout } = await operate(["doctor", "--json", "--data", server.data]);
  assert.equal(code, 1);
  const report = JSON.parse(stdout);
  const named = report.findings.find((finding: { message: string }) =>
    finding.message.startsWith("#garden: event")
  );
  const [, from, to = from] = /events? (\d+)(?:–(\d+))?$/.exec(named.message)!;
  assert.ok(Number(from) <= seq && seq <= Number(to), named.message);

  await server.restart();
  await using client = await TestClient.connect(server.url, alice.token);
  assert.deepEqual(await readLog(server.url, alice.token, "orchard"), orchard);
  const after = await readLog(server.url, alice.token, "garden") as LogEvent[];
  assert.deepEqual(after.map((event) => event.seq), before.map((event) => event.seq));
  assert.deepEqual([lost(after)[0], lost(after).at(-1)], [Number(from), Number(to)]);
  for (const [index, event] of after.entries()) {
    if (event.kind !== "lost") assert.deepEqual(event, before[index]);
  }
  const { room } = await client.request("room", { room: "orchard" });
  await client.say(room.id, "on it goes");
  // What has to do with the damaged place fails, and stops nobody else.
  const garden = (await client.request("room", { room: "garden" })).room.id;
  await assert.rejects(client.request("edit", { room: garden, seq, text: "anew" }));
  await client.say(room.id, "and on");

  // Saved as far as it can be read, it is sound again, and what is lost is marked.
  await server.stop();
  const file = join(server.data, "saved.jsonl");
  await operate(["export", file, "--data", server.data]);
  const { damaged } = await operated(["import", file, "--force", "--data", server.data]);
  assert.match(damaged[0], /^#garden: event/);
  assert.equal((await operated(["doctor", "--data", server.data])).ok, true);
  await server.restart();
  const { token } = await logIn(server.url, "alice");
  assert.deepEqual(lost(await readLog(server.url, token, "garden")), lost(after));
});
