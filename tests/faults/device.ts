/**
 * Devices by the thousand: as little as it takes to follow a room and to write there.
 * @module
 */
import type { Random } from "../support/random.ts";
import { RawWebSocket } from "../support/raw_websocket.ts";
import { sleep } from "../support/wait.ts";
import type { Acknowledged, Sent } from "./checker.ts";

/** Why there can't be thousands; undefined if there can. */
export const noManyDevices = Deno.build.os === "linux"
  ? undefined
  : "needs more addresses than this system's loopback has";

/** Devices of one address, below its limit. */
const OF_ONE_ADDRESS = 200;

/** One of many: it keeps the numbers of what it saw, and comes back at once when it is cut. */
export class Device {
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

  write(text = ""): void {
    const id = `m${this.acknowledged.length + this.pending}`;
    this.#waiting.push({
      author: this.account,
      id,
      text: `${id} of ${this.number} ${text}`.trim(),
    });
    if (this.online) this.#send();
  }

  /** Reads no more. */
  pause(): void {
    this.#socket!.pause();
  }

  /** Reads on. */
  resume(): void {
    this.#socket?.resume();
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
