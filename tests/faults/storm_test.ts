import assert from "node:assert/strict";
import { join } from "node:path";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { readLog } from "../support/http.ts";
import { makePeople } from "../support/people.ts";
import type { Random } from "../support/random.ts";
import { RawWebSocket } from "../support/raw_websocket.ts";
import { startServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { eventually, sleep } from "../support/wait.ts";
import type { Acknowledged, Sent } from "./checker.ts";
import { checkOrKeep, CREW_FLAGS, seededRandom } from "./crew.ts";

const DEVICES = LONG ? 5_000 : 200;
const PATIENCE = LONG ? 120_000 : 30_000;

/** Devices of one address, below its limit. */
const OF_ONE_ADDRESS = 200;

/** One of many: it keeps the numbers of what it saw, and comes back at once when it is cut. */
class Device {
  readonly seqs: number[] = [];
  readonly acknowledged: Acknowledged[] = [];
  room = "";
  account = "";
  online = false;
  readonly #waiting: Sent[] = [];
  #socket: RawWebSocket | undefined;
  #left = false;

  constructor(
    readonly port: number,
    readonly number: number,
    readonly token: string,
    readonly random: Random,
  ) {}

  get pending(): number {
    return this.#waiting.length;
  }

  async run(): Promise<void> {
    const from = `127.0.1.${1 + Math.floor(this.number / OF_ONE_ADDRESS)}`;
    while (!this.#left) {
      try {
        this.#socket = await RawWebSocket.connect({ port: this.port, from });
        this.#socket.onFrame = ({ payload }) => {
          for (const text of payload.toString().split("\n")) this.#take(text);
        };
        const cursors = this.room ? { [this.room]: this.seqs.at(-1) ?? 0 } : {};
        this.#say({ type: "hello", token: this.token, cursors });
        await this.#socket.closed;
      } catch {
        // The server is not there yet.
      }
      this.online = false;
      await sleep(this.random.between(0, 200));
    }
  }

  write(): void {
    const id = `m${this.acknowledged.length + this.pending}`;
    this.#waiting.push({ author: this.account, id, text: `${id} of ${this.number}` });
    if (this.online) this.#send();
  }

  leave(): void {
    this.#left = true;
    this.#socket?.destroy();
  }

  #say(frame: unknown): void {
    this.#socket!.sendText(JSON.stringify(frame));
  }

  #send(): void {
    for (const { id, text } of this.#waiting) {
      this.#say({ type: "send", id, room: this.room, text });
    }
  }

  #take(text: string): void {
    // Most of what comes is about somebody who came or went.
    if (!/^\{"type":"(welcome|event|ack)"/.test(text)) return;
    const frame = JSON.parse(text);
    if (frame.type === "welcome") {
      this.account = frame.you.id;
      this.room = frame.rooms[0].id;
      this.online = true;
      this.#send();
    } else if (frame.type === "event") {
      this.seqs.push(frame.seq);
    } else {
      const index = this.#waiting.findIndex(({ id }) => id === frame.id);
      if (index < 0) return;
      this.acknowledged.push({ ...this.#waiting.splice(index, 1)[0], seq: frame.seq });
    }
  }
}

testUnless(
  Deno.build.os === "linux" ? undefined : "needs more addresses than this system's loopback has",
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
      for (const share of [0.1, 0.3, 0.6]) {
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
      assert.equal(acknowledged.length, 100);
      for (const device of devices) device.leave();
      await Promise.all(runs);
    } finally {
      for (const device of devices) device.leave();
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
);
