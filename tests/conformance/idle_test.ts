import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { freshName, register } from "../support/http.ts";
import { serverOfFile, startServer, type TestServer } from "../support/server.ts";
import { eventually, sleep } from "../support/wait.ts";

const server = serverOfFile({ flags: ["--idle-timeout", "3"] });

async function connect({ url }: TestServer, stem: string): Promise<TestClient> {
  const { token } = await register(url, freshName(stem));
  return await TestClient.connect(url, token);
}

/** Asks again and again until the connection is closed. */
async function repeatUntilClosed(client: TestClient, ask: () => Promise<unknown>): Promise<void> {
  let isClosed = false;
  client.closed.then(() => isClosed = true);
  await eventually(async () => {
    await ask();
    await sleep(100);
    return isClosed;
  }, "the connection is closed");
}

Deno.test("a client that says nobody is at it is told Bye! and closed; whoever just reads stays", async () => {
  await using talker = await connect(server(), "alice");
  await using reader = await connect(server(), "bob");
  await using sleeper = await connect(server(), "carol");
  await sleeper.request("idle", { idle: true });
  await repeatUntilClosed(sleeper, async () => {
    await talker.say("lobby", "and another thing");
    // What it fetches by itself doesn't count.
    await sleeper.request("rooms").catch(() => {});
  });
  const bye = await sleeper.next("bye");
  assert.deepEqual([bye.code, bye.reason, bye.reconnect], [4104, "Bye!", false]);
  assert.equal((await sleeper.closed).code, 4104);
  // The reader came before the sleeper said so, and sent nothing since its hello.
  await reader.request("rooms");
});

Deno.test("a connection that says nothing and hears nothing is closed, pings or not", async () => {
  await using own = await startServer({ flags: ["--idle-timeout", "1"] });
  const client = await connect(own, "alice");
  await repeatUntilClosed(client, () => Promise.resolve(client.send({ type: "ping" })));
  assert.equal((await client.closed).code, 4104);
});

Deno.test("by the strict rule whoever only reads is closed too, and whoever does something stays", async () => {
  await using own = await startServer({ flags: ["--idle-timeout", "3", "--idle-strict"] });
  await using talker = await connect(own, "alice");
  await using reader = await connect(own, "bob");
  await repeatUntilClosed(reader, () => talker.say("lobby", "and another thing"));
  assert.equal((await reader.closed).code, 4104);
  assert.ok(reader.texts(reader.room("lobby")).length > 0, "it had something to read");
  await talker.say("lobby", "still here");
});
