import assert from "node:assert/strict";
import { join } from "node:path";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { readLog } from "../support/http.ts";
import { makePeople } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { checkOrKeep, CREW_FLAGS, seededRandom } from "./crew.ts";
import { Device, noManyDevices } from "./device.ts";

const DEVICES = LONG ? 5_000 : 200;
/** At each restart, how many are back when the next one comes. */
const SHARES = LONG ? [0.1, 0.3, 0.6] : [0.3];
const PATIENCE = LONG ? 120_000 : 30_000;

testUnless(
  noManyDevices,
  `a restart in the midst of the reconnects of ${DEVICES} devices loses nothing`,
  async () => {
    const random = seededRandom();
    const folder = await Deno.makeTempDir({ prefix: "parley-storm-" });
    const data = join(folder, "data");
    const tokens = await makePeople(data, DEVICES);
    const server = await startServer({ data, flags: CREW_FLAGS });
    const devices = tokens.map((token, n) => new Device(server.port, n, token, random));
    try {
      const runs = devices.map((device) => device.run());
      const online = () => devices.filter((device) => device.online).length;
      const areOnline = (count: number) =>
        eventually(() => online() >= count, `${count} devices are back`, PATIENCE);
      await areOnline(DEVICES);
      const writeSome = () => devices.slice(0, 10).forEach((device) => device.write());
      for (const share of SHARES) {
        writeSome();
        await server.kill();
        writeSome();
        await server.restart();
        await areOnline(Math.floor(share * DEVICES));
        writeSome();
      }
      await server.kill();
      await server.restart();
      await areOnline(DEVICES);
      writeSome();
      await eventually(() => devices.every(({ pending }) => pending === 0), "all is acknowledged");
      const [{ room }] = devices;
      const log = await readLog(server.url, tokens[0], room) as LogEvent[];
      await eventually(
        () => devices.every(({ seqs }) => seqs.at(-1) === log.length),
        "everybody has everything",
        PATIENCE,
      );
      for (const { seqs, number } of devices) {
        const dense = Array.from(seqs, (_seq, n) => seqs[0] + n);
        assert.deepEqual(seqs, dense, `device ${number} missed something, or saw it twice`);
      }
      const acknowledged = devices.flatMap((device) => device.acknowledged);
      await checkOrKeep({ log, acknowledged, unacknowledged: [], views: [] });
      assert.equal(acknowledged.length, 10 * (3 * SHARES.length + 1));
      for (const device of devices) device.leave();
      await Promise.all(runs);
    } finally {
      for (const device of devices) device.leave();
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
);
