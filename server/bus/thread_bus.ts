/**
 * The bus between the threads of one process.
 *
 * Events go over each gateway's line to the store: a MessagePort takes a fifteenth of what a
 * BroadcastChannel takes for a byte, and loses nothing. It has no end either, so whoever lags too far
 * behind is told nothing until it has caught up, and reads the log. Presence and typing go over a
 * BroadcastChannel: they are small, anybody may post them, and they may get lost.
 * @module
 */
import type { MessagePort } from "node:worker_threads";
import { limits } from "../../shared/limits.ts";
import { sayOn } from "../line.ts";
import type { ToGateway, ToStore } from "../store/messages.ts";
import type { Bus, EventsPost, Post } from "./bus.ts";

/** Where the logs of rooms are by now, for threads that read those: the search, the webhooks. */
export interface HeadsMessage {
  op: "heads";
  heads: [room: string, head: number][];
}

/** Events on their way to a gateway. */
export interface EventsMessage {
  op: "events";
  post: EventsPost;
  /** Characters of its frames. */
  length: number;
}

/** What comes over the line from the store. */
export type FromStore = ToGateway | EventsMessage | HeadsMessage;
/** What goes there; `heard`: so many characters of events were taken in. */
export type OverLine = ToStore | { op: "heard"; length: number };

function openChannel(server: string): BroadcastChannel {
  return new BroadcastChannel(`parley-${server}`);
}

function lengthOf({ runs }: EventsPost): number {
  return runs.reduce((sum, { frames }) => sum + frames.length, 0);
}

/** The store's end. */
export class StoreBus implements Bus {
  readonly #channel: BroadcastChannel;
  /** Characters that are on their way to each gateway. */
  readonly #lines = new Map<MessagePort, number>();
  readonly #followers = new Set<MessagePort>();
  #heads = new Map<string, number>();
  #gathering: ReturnType<typeof setTimeout> | undefined;

  /** @param server keeps several servers in one process apart. */
  constructor(server: string) {
    this.#channel = openChannel(server);
  }

  /** Sends events to a gateway from now on. */
  addLine(port: MessagePort): void {
    this.#lines.set(port, 0);
  }

  removeLine(port: MessagePort): void {
    this.#lines.delete(port);
  }

  /** Tells a thread where rooms' logs are, some milliseconds after that has changed. */
  addFollower(port: MessagePort): void {
    this.#followers.add(port);
    port.on("close", () => this.#followers.delete(port));
  }

  /** A gateway took events in. */
  heard(port: MessagePort, length: number): void {
    const under = this.#lines.get(port);
    if (under !== undefined) this.#lines.set(port, under - length);
  }

  post(post: Post): void {
    if (post.kind !== "events") return this.#channel.postMessage(post);
    const message: EventsMessage = { op: "events", post, length: lengthOf(post) };
    for (const [port, underWay] of this.#lines) {
      if (underWay >= limits.eventsUnderWay) continue;
      this.#lines.set(port, underWay + message.length);
      port.postMessage(message);
    }
    for (const { room, to } of post.runs) this.#heads.set(room, to);
    this.#gathering ??= setTimeout(() => this.#tellFollowers(), limits.gatherTime);
  }

  listen(listener: (post: Post) => void): void {
    this.#channel.onmessage = ({ data }: MessageEvent) => listener(data as Post);
  }

  close(): void {
    clearTimeout(this.#gathering);
    this.#channel.close();
  }

  #tellFollowers(): void {
    this.#gathering = undefined;
    const message: HeadsMessage = { op: "heads", heads: [...this.#heads] };
    this.#heads = new Map();
    for (const port of this.#followers) sayOn(port, message);
  }
}

/** A gateway's end. */
export class GatewayBus implements Bus {
  readonly #channel: BroadcastChannel;
  readonly #tellStore: (message: OverLine) => void;
  #listener: (post: Post) => void = () => {};
  #heard = 0;

  /** @param tellStore says something over the line that events come by. */
  constructor(server: string, tellStore: (message: OverLine) => void) {
    this.#channel = openChannel(server);
    this.#channel.onmessage = ({ data }: MessageEvent) => this.#listener(data as Post);
    this.#tellStore = tellStore;
  }

  /** Takes what came over the line. */
  receive({ post, length }: EventsMessage): void {
    this.#heard += length;
    if (this.#heard >= limits.eventsUnderWay / 8) {
      this.#tellStore({ op: "heard", length: this.#heard });
      this.#heard = 0;
    }
    this.#listener(post);
  }

  post(post: Post): void {
    this.#channel.postMessage(post);
  }

  listen(listener: (post: Post) => void): void {
    this.#listener = listener;
  }

  close(): void {
    this.#channel.close();
  }
}
