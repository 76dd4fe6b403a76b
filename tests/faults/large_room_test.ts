import assert from "node:assert/strict";
import { join } from "node:path";
import { makePeople } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { CREW_FLAGS, seededRandom } from "./crew.ts";
import { Device, noManyDevices } from "./device.ts";

const MEMBERS = 5_000;
const STUCK = 100;
const MESSAGES = 400;

/** Megabytes that the server's process may take at its worst. */
const MEMORY = 500;

function peakMemory(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024;
}

testUnless(
  LONG ? noManyDevices : "takes a minute; PARLEY_LONG_TESTS=1 runs it",
  `a room of ${MEMBERS}, some of whom don't read, is served with ${MEMORY} MB of memory`,
  async () => {
    const random = seededRandom();
    const folder = await Deno.makeTempDir({ prefix: "parley-room-" });
    const data = join(folder, "data");
    const tokens = await makePeople(data, MEMBERS);
    const server = await startServer({ data, flags: CREW_FLAGS });
    const devices = tokens.map((token, n) => new Device(server.port, n, token, random));
    try {
      const runs = devices.map((device) => device.run());
      await eventually(() => devices.every(({ online }) => online), "all are there", 120_000);
      const reading = devices.slice(STUCK);
      for (const device of devices.slice(0, STUCK)) device.pause();
      for (let n = 0; n < MESSAGES; n++) {
        const writer = random.pick(reading);
        writer.write("x".repeat(4_000));
        await eventually(() => writer.pending === 0, "it is acknowledged");
      }
      const last = Math.max(
        ...reading.flatMap(({ acknowledged }) => acknowledged.map((a) => a.seq)),
      );
      await eventually(
        () => reading.every(({ seqs }) => seqs.at(-1) === last),
        "everybody has everything",
        120_000,
      );
      for (const { seqs } of reading) {
        assert.deepEqual(seqs, Array.from(seqs, (_seq, n) => seqs[0] + n));
      }
      const peak = peakMemory(server.pid);
      console.log(`peak of memory: ${Math.round(peak)} MB`);
      assert.ok(peak < MEMORY, `${peak} MB`);
      for (const device of devices) device.leave();
      await Promise.all(runs);
    } finally {
      for (const device of devices) device.leave();
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
);
