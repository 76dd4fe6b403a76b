import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { call, PASSWORD, readLog } from "../support/http.ts";
import { NotStarted, startServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { eventually, sleep } from "../support/wait.ts";
import { Crew, CREW_FLAGS, seededRandom } from "./crew.ts";
import { inPieces, killsOf } from "./pieces.ts";
import { failing, noStrace } from "./strace.ts";

/** Few connections: to see how many there can be, a start opens as many files, and strace sees each. */
const FLAGS = [...CREW_FLAGS, "--max-connections", "100"];
const DATABASE = ["parley.db", "parley.db-wal"];
const KILLS = killsOf({ long: 300, short: 2 });
const KILLS_OF_ONE = 10;

testUnless(
  noStrace,
  `after ${KILLS} kills at the n-th write to the database, or fsync, every promise is kept`,
  async () => {
    let early = 0;
    const messages = await inPieces(KILLS, KILLS_OF_ONE, async (random, kills) => {
      await using server = await startServer({ flags: FLAGS });
      const crew = await Crew.gather(server.url);
      for (let kill = 0; kill < kills; kill++) {
        const calls = random.pick(["pwrite64", "fsync", "pwrite64,fsync,ftruncate"]);
        // Also among the first of a start, where what was left is recovered.
        const nth = random.between(1, random.pick([5, 50, 200]));
        const command = failing(server.data, DATABASE, `${calls}:signal=KILL:when=${nth}`);
        try {
          await server.restart(FLAGS, command);
          await server.ended;
        } catch (error) {
          if (!(error instanceof NotStarted)) throw error;
          early++;
        }
      }
      await server.restart();
      return await crew.finish();
    });
    console.log(`${messages} messages, ${KILLS} kills, ${early} of them at the start`);
  },
);

/** What goes wrong at the n-th call for the WAL. */
const FAULTS: readonly ((nth: number) => string)[] = [
  // One fsync; those that follow succeed, and prove nothing.
  (nth) => `fsync:error=EIO:when=${nth}`,
  // The file system became read-only.
  (nth) => `pwrite64:error=EROFS:when=${nth}+`,
  (nth) => `pwrite64:error=EIO:when=${nth}`,
];

testUnless(
  noStrace,
  "after a write or fsync that failed nothing is acknowledged before a restart; people read on",
  async () => {
    const random = seededRandom();
    await using server = await startServer({ flags: FLAGS });
    const crew = await Crew.gather(server.url);
    const times = LONG ? 50 : 1;
    for (let time = 0; time < times; time++) {
      // Not among the first, which are the start's: it would end there.
      const inject = random.pick(FAULTS)(random.between(20, 200));
      const command = failing(server.data, ["parley.db-wal"], inject);
      await server.restart(FLAGS, command);
      const health = () => call(server.url, "/healthz");
      await eventually(async () => (await health()).status === 503, "the server is not well");
      assert.match((await health()).body.detail, /writing to its disk failed/, inject);

      // What was acknowledged before may still be on its way.
      await sleep(300);
      const { acknowledged } = crew;
      assert.ok(crew.setbacks("unavailable") > 0, "senders are told");
      const { token } = crew.chatters[0].account;
      const visitor = { name: `visitor${time}`, password: PASSWORD };
      const refused = await call(server.url, "/v1/accounts", { body: visitor });
      assert.deepEqual([refused.status, refused.body.code], [503, "unavailable"]);
      // A full disk would be tried again by then.
      await sleep(limits.storeProbe + 500);
      assert.equal((await health()).status, 503, inject);
      assert.equal(crew.acknowledged, acknowledged, `acknowledged after ${inject}`);
      assert.ok((await readLog(server.url, token, crew.room)).length > acknowledged);

      if (random.between(0, 1)) await server.kill();
      await server.restart();
      await crew.progress();
    }
    console.log(`${await crew.finish()} messages, ${times} failures`);
  },
);
