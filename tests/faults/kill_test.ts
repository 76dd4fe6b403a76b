import assert from "node:assert/strict";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { Chatter } from "../support/chatter.ts";
import { checkRoom } from "../support/checker.ts";
import { call, readLog, register } from "../support/http.ts";
import { newSeed, randomOf } from "../support/random.ts";
import { startServer } from "../support/server.ts";
import { LONG } from "../support/skip.ts";
import { eventually, sleep } from "../support/wait.ts";

const KILLS = LONG ? 100 : 20;
const MEMBERS = 4;

Deno.test(`after ${KILLS} kills amid traffic every acknowledged message is there, once, in order`, async () => {
  const seed = newSeed();
  console.log(`PARLEY_TEST_SEED=${seed}`);
  const random = randomOf(seed);
  const flags = (workers: number) => ["--sends-per-second", "0", "--workers", String(workers)];
  await using server = await startServer({ flags: flags(1) });
  const accounts = [];
  for (let n = 0; n < MEMBERS; n++) accounts.push(await register(server.url, `member${n}`));
  const [{ token }] = accounts;
  const rooms = await call(server.url, "/v1/rooms", { token });
  const lobby: string = rooms.body.rooms[0].id;
  const chatters = accounts.map((account) => new Chatter(server.url, account, lobby));
  const runs = chatters.map((chatter) => chatter.run());
  // A defect in one of them shows at the end.
  for (const run of runs) run.catch(() => {});

  let welcomes = chatters.map(() => 0);
  for (let kill = 0; kill < KILLS; kill++) {
    await eventually(() => chatters.some((c, n) => c.welcomes > welcomes[n]), "somebody is back");
    await sleep(random.between(0, 300));
    welcomes = chatters.map((chatter) => chatter.welcomes);
    await server.kill();
    await server.restart(flags(random.between(1, 2)));
  }
  for (const chatter of chatters) chatter.finishWriting();
  await eventually(() => chatters.every((chatter) => chatter.pending === 0), "all is acknowledged");
  const log = await readLog(server.url, token, lobby) as LogEvent[];
  await eventually(() => chatters.every((c) => c.cursor >= log.length), "everybody has everything");
  await Promise.all(chatters.map((chatter) => chatter.leave()));
  await Promise.all(runs);

  const acknowledged = chatters.flatMap((chatter) => chatter.acknowledged);
  checkRoom({
    log,
    acknowledged,
    views: chatters.map(({ account, events }) => ({ member: account.name, events })),
  });
  const messages = log.filter((event) => event.kind === "message");
  assert.equal(messages.length, acknowledged.length, "nothing is in the log but what was written");
  for (const { account, unexpected } of chatters) {
    assert.deepEqual(unexpected, []);
    const own = messages.filter((event) => event.author.id === account.id);
    assert.deepEqual(
      own.map((event) => event.text),
      own.map((_event, n) => `${account.name} ${n + 1}`),
      "each author's messages stand in the order in which they were written",
    );
  }
  console.log(`${messages.length} messages, ${KILLS} kills`);
});
