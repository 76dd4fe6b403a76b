import assert from "node:assert/strict";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { checkRoom } from "../faults/checker.ts";
import { TestClient } from "../support/client.ts";
import { freshName, logIn, logOut, readLog, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

// The system spreads connections over the gateways as it likes. Among a dozen, hardly ever do all come
// to the same one.
const CONNECTIONS = 12;

const server = serverOfFile({ flags: ["--workers", "2", "--sends-per-second", "0"] });

function connectAll(token: string): Promise<TestClient[]> {
  return Promise.all(
    Array.from({ length: CONNECTIONS }, () => TestClient.connect(server().url, token)),
  );
}

async function closeAll(clients: TestClient[]): Promise<void> {
  await Promise.all(clients.map((client) => client.close()));
}

Deno.test("all connections of all gateways see all messages, in the same order", async () => {
  const { url } = server();
  const alice = await register(url, freshName("alice"));
  const clients = await connectAll(alice.token);
  const { room } = await clients[0].request("join", { room: freshName("room") });
  await Promise.all(clients.map((client) => client.reaches(room.id, 2)));
  const acks = await Promise.all(
    clients.flatMap((client, n) =>
      Array.from({ length: 40 }, (_, m) => client.say(room.id, `client ${n} message ${m}`))
    ),
  );
  await Promise.all(clients.map((client) => client.reaches(room.id, 2 + acks.length)));
  const log = await readLog(url, alice.token, room.id) as LogEvent[];
  checkRoom({
    log,
    acknowledged: acks.map(({ id, seq }) => {
      const event = log[seq - 1];
      return { author: alice.id, id, seq, text: event.kind === "message" ? event.text : "" };
    }),
    views: clients.map((client) => ({ member: alice.id, events: client.events.get(room.id)! })),
  });
  // Of each connection, too, the order is kept.
  for (const n of clients.keys()) {
    const own = log.flatMap((e) =>
      e.kind === "message" && e.text.startsWith(`client ${n} `) ? e.text : []
    );
    assert.deepEqual(own, Array.from({ length: 40 }, (_, m) => `client ${n} message ${m}`));
  }
  await closeAll(clients);
});

Deno.test("rooms that are entered or left, and direct rooms, reach devices at every gateway", async () => {
  const { url } = server();
  const [alice, bob] = [
    await register(url, freshName("alice")),
    await register(url, freshName("bob")),
  ];
  const clients = await connectAll(alice.token);
  await using b = await TestClient.connect(url, bob.token);
  const { room } = await clients[3].request("join", { room: freshName("room") });
  for (const client of clients) {
    await client.find((f) => f.type === "joined" && f.room.id === room.id, "joined");
  }
  const direct = (await b.request("direct", { people: [alice.name] })).room;
  for (const client of clients) {
    await client.find((f) => f.type === "joined" && f.room.name === bob.name, "the direct room");
  }
  const { seq } = await b.say(direct.id, "to all your devices");
  for (const client of clients) await client.reaches(direct.id, seq);
  await clients[5].request("leave", { room: room.id });
  for (const client of clients) assert.equal((await client.next("left")).room, room.id);
  await closeAll(clients);
});

Deno.test("a message sent again at another gateway is still the same one", async () => {
  const { url } = server();
  const alice = await register(url, freshName("alice"));
  const clients = await connectAll(alice.token);
  const seqs = await Promise.all(
    clients.map(async (client) => (await client.say("lobby", "once", "the-same")).seq),
  );
  assert.equal(new Set(seqs).size, 1);
  await closeAll(clients);
});

Deno.test("logging out ends the session's connections at every gateway, and no others", async () => {
  const { url } = server();
  const alice = await register(url, freshName("alice"));
  const other = await logIn(url, alice.name);
  const clients = await connectAll(alice.token);
  await using stays = await TestClient.connect(url, other.token);
  await logOut(url, alice.token);
  for (const client of clients) assert.equal((await client.closed).code, 4102);
  await stays.say("lobby", "still here");
});
