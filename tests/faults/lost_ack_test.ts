import assert from "node:assert/strict";
import { Connection } from "../../shared/net/connection.ts";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { TestClient } from "../support/client.ts";
import { type Account, readLog, register } from "../support/http.ts";
import { Proxy } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";
import { LONG } from "../support/skip.ts";
import { eventually, sleep } from "../support/wait.ts";
import type { Acknowledged, Sent } from "./checker.ts";
import { checkOrKeep, CREW_FLAGS, seededRandom } from "./crew.ts";

const ROUNDS = LONG ? 1_000 : 25;

/** The client's own connection, with a note of what it was told. */
class Writer {
  readonly events: LogEvent[] = [];
  readonly acknowledged: Acknowledged[] = [];
  readonly refused: unknown[] = [];
  readonly connection: Connection;
  readonly #sent = new Map<string, Sent>();

  constructor(server: string, readonly account: Account, readonly room: string) {
    this.connection = new Connection({
      server,
      token: account.token,
      client: "test",
      gaps: "fill",
      only: [room],
      cursors: { [room]: 0 },
      // Comes back at once.
      random: () => 0,
    });
    this.connection.on((event) => {
      if (event.type === "event") this.events.push(event.event as LogEvent);
      if (event.type === "refused") this.refused.push(event);
      if (event.type === "acked") {
        const { id, seq } = event.ack;
        this.acknowledged.push({ ...this.#sent.get(id)!, seq });
      }
    });
    this.connection.start();
  }

  get unanswered(): number {
    return this.connection.outbox.length;
  }

  write(): void {
    const id = crypto.randomUUID();
    const text = `${this.account.name} ${this.#sent.size + 1}`;
    this.#sent.set(id, { author: this.account.id, id, text });
    this.connection.send({ id, room: this.room, text, action: false });
  }
}

Deno.test("acknowledgements that get lost on the way make the client send again, and nothing twice", async () => {
  const random = seededRandom();
  await using server = await startServer({ flags: CREW_FLAGS });
  await using proxy = await Proxy.start(server.port);
  const accounts = [await register(server.url, "alice"), await register(server.url, "bob")];
  const probe = await TestClient.connect(server.url, accounts[0].token);
  const room = probe.room("lobby");
  await probe.close();
  const writers = accounts.map((account) => new Writer(proxy.url, account, room));
  let written = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const writer of writers) {
      for (let n = random.between(0, 20); n > 0; n--, written++) writer.write();
    }
    await sleep(random.between(0, 30));
    if (random.between(0, 1)) proxy.deafen();
    for (const writer of writers) {
      for (let n = random.between(0, 5); n > 0; n--, written++) writer.write();
    }
    await sleep(random.between(0, 30));
    proxy.cut();
    const isBehind = () => writers.some(({ unanswered }) => unanswered > 500);
    await eventually(() => !isBehind(), "the outboxes have room");
  }
  await eventually(() => writers.every(({ unanswered }) => unanswered === 0), "all is answered");
  const log = await readLog(server.url, accounts[0].token, room) as LogEvent[];
  await eventually(
    () => writers.every(({ events }) => (events.at(-1)?.seq ?? 0) >= log.length),
    "everybody has everything",
  );
  await Promise.all(writers.map(({ connection }) => connection.close()));
  assert.deepEqual(writers.flatMap(({ refused }) => refused), []);
  const acknowledged = writers.flatMap((writer) => writer.acknowledged);
  assert.equal(acknowledged.length, written, "each message is acknowledged once");
  await checkOrKeep({
    log,
    acknowledged,
    unacknowledged: [],
    views: writers.map(({ account, events }) => ({ member: account.id, events })),
  });
  console.log(`${written} messages, ${ROUNDS} cuts`);
});
