import assert from "node:assert/strict";
import { join } from "node:path";
import { makePeople } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { MemoryLimit } from "./memory_limit.ts";
import { CREW_FLAGS, seededRandom } from "./crew.ts";
import { Device, noManyDevices } from "./device.ts";

const MEMBERS = LONG ? 5_000 : 300;
const STUCK = MEMBERS / 50;
const MESSAGES = LONG ? 400 : 100;

/** Megabytes that the server's process may take at its worst, and old objects in the heap of each thread. */
const MEMORY = 500;
const HEAP = 100;

function peakMemory(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024;
}

testUnless(
  noManyDevices,
  `a room of ${MEMBERS}, some of whom don't read, goes on with no more than ${MEMORY} MB of memory`,
  async () => {
    const random = seededRandom();
    const folder = await Deno.makeTempDir({ prefix: "parley-room-" });
    const data = join(folder, "data");
    const tokens = await makePeople(data, MEMBERS);
    const limit = new MemoryLimit(MEMORY, HEAP);
    const server = await startServer({ data, flags: CREW_FLAGS, command: limit.command });
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
      const newest = () =>
        Math.max(...reading.flatMap(({ acknowledged }) => acknowledged.map((each) => each.seq)));
      const reaches = (some: Device[], seq: number) =>
        eventually(() => some.every(({ seqs }) => seqs.at(-1)! >= seq), "they have it", 120_000);
      await reaches(reading, newest());
      for (const { seqs } of reading) {
        assert.deepEqual(seqs, Array.from(seqs, (_seq, n) => seqs[0] + n));
      }
      // Whoever read nothing was cut, and comes back.
      for (const device of devices.slice(0, STUCK)) device.resume();
      const [writer] = reading;
      writer.write("Is everybody there?");
      await eventually(() => writer.pending === 0, "it is acknowledged");
      await reaches(devices, newest());
      const peak = peakMemory(server.pid);
      console.log(`peak of memory: ${Math.round(peak)} MB; limits: ${limit.words}`);
      assert.ok(peak < MEMORY, `${peak} MB`);
      for (const device of devices) device.leave();
      await Promise.all(runs);
    } finally {
      for (const device of devices) device.leave();
      await server.stop();
      limit[Symbol.dispose]();
      await Deno.remove(folder, { recursive: true });
    }
  },
);
