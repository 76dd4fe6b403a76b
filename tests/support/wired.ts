/**
 * A store and several gateways in this process, wired as the threads are but for the sockets and for the
 * bus, which is the test's.
 * @module
 */
import { join } from "node:path";
import type { Bus, Post } from "../../server/bus/bus.ts";
import { Gateway } from "../../server/gateway/gateway.ts";
import type { GatewayConfig } from "../../server/gateway/gateway_config.ts";
import type { Peer, PeerHandler } from "../../server/gateway/listener/listener.ts";
import type { Payload } from "../../server/gateway/listener/payload.ts";
import { hashSecret, newToken } from "../../server/ids.ts";
import type { Hasher } from "../../server/passwords/hasher.ts";
import type { Searcher } from "../../server/search/searcher.ts";
import { SqliteLog } from "../../server/store/sqlite/log.ts";
import type { Reader } from "../../server/store/log.ts";
import { openSqliteReader } from "../../server/store/sqlite/reader.ts";
import { Store } from "../../server/store/store.ts";
import { parseName } from "../../shared/names.ts";
import type { ClientFrameInput } from "../../shared/protocol/mod.ts";
import type { Frame } from "./client.ts";

/** A hasher that notes what it is asked, and hashes nothing. */
export class NotingHasher implements Hasher {
  readonly asked: { password: string; hash?: string }[] = [];

  hash(password: string): Promise<string> {
    return Promise.resolve(`hash of ${password}`);
  }

  verify(password: string, hash: string | undefined): Promise<boolean> {
    this.asked.push({ password, hash });
    return Promise.resolve(hash === `hash of ${password}`);
  }
}

/** The other end of a connection without a socket. */
export class FakePeer implements Peer {
  readonly address = "127.0.0.1";
  readonly waiting = 0;
  readonly frames: Frame[] = [];
  onFrame: ((frame: Frame) => void) | undefined;
  #handler: PeerHandler | undefined;

  constructor(gateway: Gateway) {
    this.#handler = gateway.accept(this);
  }

  /** Says something to the server. */
  say(frame: ClientFrameInput): void {
    this.#handler?.message(JSON.stringify(frame));
  }

  send(payload: Payload): void {
    for (const text of payload.text.split("\n")) {
      const frame = JSON.parse(text) as Frame;
      this.frames.push(frame);
      this.onFrame?.(frame);
    }
  }

  ping(): void {}

  ignore(): void {}

  close(): void {
    setImmediate(() => this.vanish());
  }

  terminate(): void {
    this.vanish();
  }

  /** Is gone without a word. */
  vanish(): void {
    this.onFrame = undefined;
    this.#handler?.closed(1006);
    this.#handler = undefined;
  }
}

/** In place of the search thread. */
const NOTHING_FOUND: Searcher = { find: () => Promise.resolve({ entries: [], more: false }) };

export class Wired {
  readonly hasher = new NotingHasher();
  readonly gateways: Gateway[] = [];
  readonly readers: Reader[] = [];
  readonly #folder: string;
  readonly #store: Store;
  readonly #lag: () => number;

  private constructor(folder: string, bus: Bus, lag: () => number) {
    this.#folder = folder;
    this.#lag = lag;
    this.#store = new Store(new SqliteLog(folder, Date.now()), bus);
  }

  /** @param lag turns of the event loop that what the store tells a gateway takes, asked for each. */
  static async start(gateways: number, bus: Bus, lag: () => number = () => 1): Promise<Wired> {
    const folder = await Deno.makeTempDir({ prefix: "parley-wired-" });
    const wired = new Wired(join(folder, "data"), bus, lag);
    for (let number = 1; number <= gateways; number++) wired.#addGateway(number, bus);
    return wired;
  }

  /** Makes an account. @returns a session of it. */
  async register(name: string, password = ""): Promise<{ id: string; token: string }> {
    return await this.#register(name, await this.hasher.hash(password));
  }

  /** Lets a guest in. @returns its session. */
  guest(name: string): Promise<{ id: string; token: string }> {
    return this.#register(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.gateways.map((gateway) => gateway.stop("The test is over.")));
    await this.#store.close();
    for (const reader of this.readers) reader.close();
    await Deno.remove(join(this.#folder, ".."), { recursive: true });
  }

  async #register(name: string, passwordHash?: string): Promise<{ id: string; token: string }> {
    const token = newToken();
    const { person } = await this.gateways[0].store.write({
      kind: "register",
      name: parseName(name, "name"),
      passwordHash,
      session: { tokenHash: hashSecret(token), expiresAt: Date.now() + 1e9 },
    });
    return { id: person.id, token };
  }

  #addGateway(number: number, bus: Bus): void {
    const config: GatewayConfig = {
      isNode: false,
      version: "0.0.0",
      registration: "open",
      guests: true,
      sendsPerSecond: 0,
      sendBurst: 1,
      idle: { timeout: 0, strict: false },
      webhooksToPrivate: false,
      pushKey: undefined,
      allowedOrigins: [],
    };
    const reader = openSqliteReader(this.#folder);
    const gateway = new Gateway(
      config,
      reader,
      this.hasher,
      portTo((message) => this.#store.receive(number, message), () => 1),
      bus,
      NOTHING_FOUND,
    );
    this.#store.addGateway(number, {
      post: portTo((message) => gateway.receive(message), this.#lag),
    });
    this.readers.push(reader);
    this.gateways.push(gateway);
  }
}

/** A MessagePort: copies, some turns later, and in order. */
function portTo<T>(receive: (message: T) => void, lag: () => number): (message: T) => void {
  const queue: { message: T; turns: number }[] = [];
  const turn = () => {
    if (--queue[0].turns <= 0) receive(queue.shift()!.message);
    if (queue.length > 0) setImmediate(turn);
  };
  return (message) => {
    if (queue.push({ message: structuredClone(message), turns: lag() }) === 1) setImmediate(turn);
  };
}

/** What happens to a post on its way to one gateway. */
export type Fate = "arrives" | "lost" | "twice" | "late";

/** A bus that may lose, double and reorder; `fate` is asked for each post and gateway (0, 1, …). */
export class UnreliableBus implements Bus {
  /** What became of posts of events, as gateways saw it. */
  readonly seen = { lost: 0, doubled: 0, swapped: 0 };
  readonly #fate: (gateway: number) => Fate;
  readonly #listeners: ((post: Post) => void)[] = [];
  /** By gateway, the number of the newest post of events that it got. */
  readonly #newest: number[] = [];
  #posts = 0;
  #late: (() => void)[] = [];

  constructor(fate: (gateway: number) => Fate) {
    this.#fate = fate;
  }

  post(post: Post): void {
    const late = this.#late;
    this.#late = [];
    const number = post.kind === "events" ? ++this.#posts : undefined;
    for (const [gateway, listener] of this.#listeners.entries()) {
      const copy = structuredClone(post);
      const deliver = () =>
        void setImmediate(() => {
          if (number !== undefined) this.#note(gateway, number);
          listener(copy);
        });
      const fate = this.#fate(gateway);
      if (fate === "lost" && number !== undefined) this.seen.lost++;
      if (fate === "late") this.#late.push(deliver);
      if (fate === "arrives" || fate === "twice") deliver();
      if (fate === "twice") deliver();
    }
    for (const deliver of late) deliver();
  }

  listen(listener: (post: Post) => void): void {
    this.#listeners.push(listener);
  }

  close(): void {}

  #note(gateway: number, number: number): void {
    const newest = this.#newest[gateway] ?? 0;
    if (number === newest) this.seen.doubled++;
    if (number < newest) this.seen.swapped++;
    this.#newest[gateway] = Math.max(number, newest);
  }
}
