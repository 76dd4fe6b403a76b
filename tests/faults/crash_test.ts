import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { TestClient } from "../support/client.ts";
import { fromSource, startServer } from "../support/server.ts";
import { LONG } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { Crew, CREW_FLAGS, seededRandom } from "./crew.ts";

const CRASHABLE = fromSource(fileURLToPath(new URL("./crashing/server.ts", import.meta.url)));
const CRASHES = LONG ? 100 : 2;

/** The system spreads connections over gateways as it likes: hardly ever are a dozen at the same. */
const WATCHERS = 12;

/**
 * Milliseconds in which a gateway is back: half of the times at the least, since others may use the machine. Of
 * the few crashes of the short form others may be in the way of every one: starting a thread is all work for
 * the processor, and the other tests run beside it. Whatever waits for a timer or a retry takes longer still.
 */
const RESTART_TIME = LONG ? 2_000 : 10_000;

Deno.test(`after each of ${CRASHES} crashes of a gateway another serves, and nobody misses anything`, async () => {
  const random = seededRandom();
  const flags = [...CREW_FLAGS, "--workers", "2"];
  await using server = await startServer({ command: CRASHABLE, flags });
  const crew = await Crew.gather(server.url, 5);
  const [{ account }] = crew.chatters;
  const times: number[] = [];
  for (let crash = 0; crash < CRASHES; crash++) {
    const watchers = await Promise.all(
      Array.from({ length: WATCHERS }, () => TestClient.connect(server.url, account.token)),
    );
    const stayed = new Set(watchers);
    for (const watcher of watchers) watcher.closed.then(() => stayed.delete(watcher));
    await crew.progress(random.between(1, 100));
    const crashed = performance.now();
    server.signal("SIGUSR1");
    await eventually(() => stayed.size < WATCHERS, "connections are gone");
    const replaced = () => server.stderr.split("serves in place").length - 1;
    await eventually(() => replaced() > crash, "another gateway serves");
    times.push(performance.now() - crashed);
    await crew.progress();
    assert.ok(stayed.size > 0, "the other gateway's connections stay");
    const head = Math.max(...crew.chatters.map(({ cursor }) => cursor));
    await Promise.all(Array.from(stayed, (watcher) => watcher.reaches(crew.room, head)));
    await Promise.all(Array.from(stayed, (watcher) => watcher.close()));
  }
  const median = Math.round(times.sort((a, b) => a - b)[CRASHES >> 1]);
  assert.ok(median < RESTART_TIME, `${median} ms`);
  console.log(`${await crew.finish()} messages, ${CRASHES} crashes, back after ${median} ms`);
});

Deno.test("a crash of the store ends the server with an error, and a restart finds everything", async () => {
  const random = seededRandom();
  await using server = await startServer({ command: CRASHABLE, flags: CREW_FLAGS });
  const crew = await Crew.gather(server.url);
  for (let crash = 0; crash < (LONG ? 30 : 1); crash++) {
    await crew.progress(random.between(1, 300));
    server.signal("SIGUSR2");
    const { code, stderr } = await server.ended;
    assert.equal(code, 1);
    assert.match(stderr, /The store ended/);
    await server.restart();
  }
  await crew.progress();
  console.log(`${await crew.finish()} messages`);
});
