import assert from "node:assert/strict";
import { call, PASSWORD, readLog } from "../support/http.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { eventually, sleep } from "../support/wait.ts";
import { Crew, seededRandom } from "./crew.ts";
import { noOwnDisk, SmallDisk } from "./disk.ts";

const TIMES = LONG ? 30 : 1;

/** Large enough for all that the crew writes meanwhile. */
const MEGABYTES = LONG ? 1024 : 64;

testUnless(
  noOwnDisk,
  "a full disk refuses what is written, lets people read, shows in /healthz, and passes",
  async () => {
    const random = seededRandom();
    await using disk = await SmallDisk.start(MEGABYTES);
    const { url } = disk.server;
    const crew = await Crew.gather(url);
    const health = () => call(url, "/healthz");
    assert.equal((await health()).status, 200);
    for (let time = 0; time < TIMES; time++) {
      await crew.progress(random.between(1, 300));
      const before = crew.setbacks("unavailable");
      await disk.fill();
      await eventually(() => crew.setbacks("unavailable") > before, "messages are refused");

      const red = await health();
      assert.equal(red.status, 503);
      assert.match(red.body.detail, /disk is full/);
      const visitor = { name: `visitor${time}`, password: PASSWORD };
      const refused = await call(url, "/v1/accounts", { body: visitor });
      assert.deepEqual([refused.status, refused.body.code], [503, "unavailable"]);
      const [{ account, events }] = crew.chatters;
      const log = await readLog(url, account.token, crew.room);
      assert.ok(log.length >= events.length, "everything can be read");

      await sleep(random.between(0, 1_000));
      await disk.makeRoom();
      await eventually(async () => (await health()).status === 200, "the server is well again");
    }
    await crew.progress();
    const messages = await crew.finish();
    console.log(`${messages} messages, ${crew.setbacks("unavailable")} refused for ${TIMES} times`);
    assert.match(disk.server.stderr, /disk is full/);
    assert.match(disk.server.stderr, /Saving works again/);
  },
);
