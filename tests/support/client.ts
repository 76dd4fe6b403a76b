/**
 * A small client of the WebSocket protocol for tests. It shares no code with cli/net, on purpose: so
 * each side is tested against something else than itself.
 * @module
 */
import * as v from "valibot";
import {
  parseServerFrame,
  REQUESTS,
  type RequestType,
  SUBPROTOCOL,
} from "../../shared/protocol/mod.ts";
import type { ClientFrameInput, LogEvent, RequestResult } from "../../shared/protocol/mod.ts";
import { register } from "./http.ts";
import { PATIENCE } from "./wait.ts";

// deno-lint-ignore no-explicit-any -- tests say themselves what they expect of a frame
export type Frame = { type: string; [field: string]: any };

export interface Closed {
  code: number;
}

/** Opens a WebSocket, in another way than the platform's. */
export type Open = (url: string, protocol: string) => WebSocket;

const openByPlatform: Open = (url, protocol) => new WebSocket(url, protocol);

export interface HelloOptions {
  cursors?: Record<string, number>;
  backlog?: number;
}

/** The answer to a request was `refuse`. */
export class Refused extends Error {
  readonly code: string;
  readonly retryAfter: number | undefined;

  constructor(frame: Frame) {
    super(`${frame.code}: ${frame.message}`);
    this.code = frame.code;
    this.retryAfter = frame.retryAfter;
  }
}

interface Waiter {
  look(): boolean;
  giveUp(): void;
}

export class TestClient {
  /** All frames that came, in order. */
  readonly frames: Frame[] = [];
  /** The WebSocket messages as they came: one or more frames joined by `\n`. */
  readonly messages: string[] = [];
  /** Room id → its events in the order in which they came. */
  readonly events = new Map<string, LogEvent[]>();
  readonly opened: Promise<void>;
  readonly closed: Promise<Closed>;
  /** What the server sent and should not have. */
  broken: unknown;
  /** Called for each frame, after it was noted. */
  onFrame: ((frame: Frame) => void) | undefined;
  readonly #socket: WebSocket;
  readonly #waiters = new Set<Waiter>();
  #ids = 0;

  constructor(url: string, open = openByPlatform) {
    const socket = this.#socket = open(`${url.replace("http", "ws")}/v1/ws`, SUBPROTOCOL);
    this.opened = new Promise((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = (error) => reject(new Error((error as ErrorEvent).message));
    });
    this.opened.catch(() => {});
    this.closed = new Promise((resolve) => {
      socket.onclose = ({ code }) => {
        resolve({ code });
        for (const waiter of [...this.#waiters]) waiter.giveUp();
      };
    });
    socket.onmessage = ({ data }) => this.#take(data);
  }

  /** Connects without a word. @throws {Error} if there is no WebSocket at `url`. */
  static async open(url: string, open?: Open): Promise<TestClient> {
    const client = new TestClient(url, open);
    await client.opened;
    return client;
  }

  /** Connects, says hello and waits for the welcome. */
  static async connect(
    url: string,
    token: string,
    hello: HelloOptions = {},
    open?: Open,
  ): Promise<TestClient> {
    const client = await TestClient.open(url, open);
    client.send({ type: "hello", token, ...hello });
    await client.next("welcome");
    return client;
  }

  /** Somebody new, connected. */
  static async join(url: string, name: string): Promise<TestClient> {
    const { token } = await register(url, name);
    return await TestClient.connect(url, token);
  }

  get welcome(): Frame {
    return this.frames.find((frame) => frame.type === "welcome")!;
  }

  /** Waits until what is live in a room reaches it: the end of the log comes behind that. */
  async follows(room: string): Promise<void> {
    const { head } = this.welcome.rooms.find(({ id }: { id: string }) => id === room);
    await this.until(() => this.events.get(room)?.at(-1)?.seq! >= head, "the room's events");
  }

  /** Id of the room that the welcome, or a `joined` since, calls so. */
  room(name: string): string {
    const rooms = [
      ...this.welcome.rooms,
      ...this.frames.filter((frame) => frame.type === "joined").map((frame) => frame.room),
    ];
    const id = rooms.find((room) => room.name === name)?.id;
    if (id === undefined) throw new Error(`Not in a room ${name}: ${JSON.stringify(rooms)}`);
    return id;
  }

  /** Room id → `seq` of the last event that came. */
  cursors(): Record<string, number> {
    return Object.fromEntries([...this.events].map(([room, events]) => [room, events.at(-1)!.seq]));
  }

  /** Texts of a room's messages, in the order in which they came. */
  texts(room: string): string[] {
    return (this.events.get(room) ?? []).flatMap((e) => e.kind === "message" ? [e.text] : []);
  }

  /** Sends frames in one WebSocket message. */
  send(...frames: ClientFrameInput[]): void {
    this.sendText(frames.map((frame) => JSON.stringify(frame)).join("\n"));
  }

  /** Sends a WebSocket message that need not be a frame. */
  sendText(text: string): void {
    this.#socket.send(text);
  }

  /** An id that this client has not used. */
  newId(): string {
    return `${crypto.randomUUID().slice(0, 8)}-${++this.#ids}`;
  }

  /** Sends a message and waits until it is acknowledged. @throws {Refused} */
  say(room: string, text: string, id = this.newId()): Promise<Frame> {
    const from = this.frames.length;
    this.send({ type: "send", room, text, id });
    return this.answer(id, from);
  }

  /** @returns the result of a request that is answered by `done`. @throws {Refused} */
  async request<T extends RequestType>(
    type: T,
    fields: Record<string, unknown> = {},
  ): Promise<RequestResult<T>> {
    const id = this.newId();
    this.send({ ...fields, type, id } as ClientFrameInput);
    return v.parse(REQUESTS[type].result, (await this.answer(id)).result) as RequestResult<T>;
  }

  /** The answer to request `id`: `done` or `ack`; frame number `from` or later. @throws {Refused} */
  async answer(id: string, from = 0): Promise<Frame> {
    const isAnswer = ({ type }: Frame) => type === "done" || type === "ack" || type === "refuse";
    const fits = (frame: Frame) => frame.id === id && isAnswer(frame);
    const frame = await this.find(fits, `the answer to ${id}`, from);
    if (frame.type === "refuse") throw new Refused(frame);
    return frame;
  }

  /** The first frame of this type, number `from` or later. */
  next(type: string, from = 0): Promise<Frame> {
    return this.find((frame) => frame.type === type, `a ${type}`, from);
  }

  /** The first frame that fits, number `from` or later; waits for it. */
  async find(fits: (frame: Frame) => boolean, what: string, from = 0): Promise<Frame> {
    let found: Frame | undefined;
    await this.until(() => (found = this.frames.slice(from).find(fits)) !== undefined, what);
    return found!;
  }

  /** Waits until the room's event `seq` came. */
  reaches(room: string, seq: number): Promise<void> {
    return this.until(() => (this.cursors()[room] ?? 0) >= seq, `event ${seq} of ${room}`);
  }

  /** Waits until `condition` holds; it is looked at after each frame. @throws {Error} if it never does. */
  until(condition: () => boolean, what: string): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        look: () => {
          if (!condition()) return false;
          end();
          resolve();
          return true;
        },
        giveUp: () => {
          if (waiter.look()) return;
          end();
          const last = this.frames.slice(-8).map((frame) => JSON.stringify(frame).slice(0, 200));
          reject(
            new Error(`Waited in vain for ${what}. The last frames:\n${last.join("\n")}`, {
              cause: this.broken,
            }),
          );
        },
      };
      const timer = setTimeout(waiter.giveUp, PATIENCE);
      this.#waiters.add(waiter);
      if (this.#socket.readyState === WebSocket.CLOSED) waiter.giveUp();
    });
  }

  /** Leaves with a goodbye. @throws what the server sent and should not have. */
  async close(): Promise<void> {
    this.#socket.close(1000);
    await this.closed;
    if (this.broken) throw this.broken;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #take(message: string): void {
    this.messages.push(message);
    for (const text of message.split("\n")) {
      try {
        if (!parseServerFrame(text)) throw new Error(`A frame of no known type came: ${text}`);
      } catch (error) {
        this.broken ??= error;
        continue;
      }
      this.#note(JSON.parse(text));
    }
    for (const waiter of [...this.#waiters]) waiter.look();
  }

  #note(frame: Frame): void {
    this.frames.push(frame);
    if (frame.type === "event") {
      const events = this.events.get(frame.room);
      if (events) events.push(frame as unknown as LogEvent);
      else this.events.set(frame.room, [frame as unknown as LogEvent]);
    }
    this.onFrame?.(frame);
  }
}
