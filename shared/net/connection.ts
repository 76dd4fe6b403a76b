/**
 * The client's connection to a server: comes back by itself, resumes from its cursors, and sends its
 * outbox exactly once and in order. Links come and go; this stays.
 * @module
 */
import * as v from "valibot";
import { ParleyError } from "../errors.ts";
import { limits } from "../limits.ts";
import {
  type LogEvent,
  type RequestResult,
  REQUESTS,
  type RequestType,
  type ServerFrame,
  type UnknownEvent,
  type Welcome,
} from "../protocol/mod.ts";
import type { ChatConnection, RequestFields } from "../connection.ts";
import type { ConnectionStatus, NetworkEvent, OutgoingMessage } from "../connection.ts";
import { parseAnswer, withoutUnknownKinds } from "./answers.ts";
import { Backoff } from "./backoff.ts";
import { type Clock, systemClock } from "./clock.ts";
import { Filler } from "./fill.ts";
import { type Ending, Link, type LinkOptions } from "./link.ts";
import { Outbox, sendFrame } from "./outbox.ts";
import { newRequestId, Requests } from "./requests.ts";
import { type AnyEvent, type Delivery, type GapPolicy, Resume } from "./resume.ts";

export interface ConnectionOptions extends Partial<Pick<LinkOptions, "transport" | "log">> {
  /** Base URL of the server, as `parseServerUrl` gives it. */
  server: string;
  /** Without it, the session that a page of the server has in a cookie. */
  token?: string;
  /** Name and version of the program, for the server's log. */
  client: string;
  gaps: GapPolicy;
  /** Room id → `seq` of the last event that the caller has. */
  cursors?: Record<string, number>;
  /** Events to start with in rooms that have no cursor; the server's default otherwise. */
  backlog?: number;
  /** Ids of the only rooms whose events are delivered; all rooms' otherwise. */
  only?: readonly string[];
  clock?: Clock;
  random?: () => number;
}

/** What belongs to one link and ends with it. */
interface Session {
  link: Link;
  requests: Requests;
  filler: Filler;
}

export class Connection implements ChatConnection {
  readonly #options: ConnectionOptions;
  readonly #clock: Clock;
  readonly #listeners: ((event: NetworkEvent) => void)[] = [];
  readonly #outbox = new Outbox();
  readonly #resume: Resume;
  readonly #backoff: Backoff;
  #session: Session | undefined;
  /** Who the server says we are, while there is a connection. */
  #you: string | undefined;
  #onlineSince = 0;
  #closed = false;
  #waitsToRetry = false;
  #cancelRetry = () => {};
  #cancelPump = () => {};

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#resume = new Resume(options.cursors ?? {}, options.gaps);
    this.#backoff = new Backoff(options.random ?? Math.random);
  }

  get outbox(): readonly OutgoingMessage[] {
    return this.#outbox.messages;
  }

  on(listener: (event: NetworkEvent) => void): void {
    this.#listeners.push(listener);
  }

  start(): void {
    this.#connect();
  }

  send(message: OutgoingMessage): void {
    const problem = this.#outbox.judge(message);
    if (problem) {
      // Not from inside `send`: whoever calls it has not yet noted that the message is under way.
      queueMicrotask(() => this.#emit({ type: "refused", message, ...problem }));
      return;
    }
    this.#outbox.add(message);
    this.#pump();
  }

  typing(room: string): void {
    this.#session?.link.send({ type: "typing", room });
  }

  async request<T extends RequestType>(
    type: T,
    fields: RequestFields<T>,
  ): Promise<RequestResult<T>> {
    const answer = await this.#ask(type, fields);
    const known = type === "history" ? withoutUnknownKinds(answer) : answer;
    const schema = REQUESTS[type].result as unknown as v.GenericSchema<unknown, RequestResult<T>>;
    return parseAnswer(schema, `answer to ${type}`, known);
  }

  /** The device woke up, or lost its network: tries now what was to be tried later, or asks for a sign of life. */
  retry(patience: number = limits.doubtfulPongTime): void {
    if (!this.#waitsToRetry) return this.#session?.link.check(patience);
    this.#cancelRetry();
    this.#connect();
  }

  /** There is a network again: a try that began without one may hang, and the first one now be too early. */
  networkIsBack(): void {
    this.#backoff.reset();
    if (!this.#session?.link.isOpen) this.#session?.link.drop("The network changed.");
    this.retry(limits.newNetworkPongTime);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waitsToRetry = false;
    this.#cancelRetry();
    await this.#session?.link.close();
  }

  #connect(): void {
    const { server, token, client, backlog } = this.#options;
    this.#waitsToRetry = false;
    this.#status({ state: "connecting" });
    if (this.#closed) return;
    const requests = new Requests(this.#clock);
    const link = new Link({
      server,
      hello: { token, client, backlog, cursors: this.#resume.cursors() },
      clock: this.#clock,
      transport: this.#options.transport,
      log: (line) => this.#options.log?.(line),
    }, {
      welcome: (welcome) => this.#welcome(welcome),
      frame: (frame) => this.#frame(frame),
      ended: (ending) => this.#ended(ending),
    });
    const filler = new Filler({
      resume: this.#resume,
      clock: this.#clock,
      history: (fields) => this.#ask("history", fields),
      deliver: (deliveries) => this.#deliver(deliveries),
      failed: (reason) => link.drop(reason),
    });
    this.#session = { link, requests, filler };
  }

  #welcome(welcome: Welcome): void {
    this.#you = welcome.you.id;
    this.#onlineSince = this.#clock.now();
    this.#resume.welcome(welcome.rooms, this.#options.backlog ?? limits.backlogEvents);
    this.#outbox.connected(welcome.limits, this.#clock.now());
    this.#status({ state: "online" });
    this.#emit({ type: "welcome", welcome });
    this.#pump();
  }

  #ended({ reason, comeBack, after }: Ending): void {
    this.#session?.requests.end();
    this.#session?.filler.stop();
    this.#cancelPump();
    this.#resume.disconnected();
    const stable = this.#you !== undefined &&
      this.#clock.now() - this.#onlineSince >= limits.stableTime;
    this.#you = undefined;
    if (this.#closed) return;
    if (!comeBack) return this.#status({ state: "closed", reason });
    if (stable) this.#backoff.reset();
    const retryIn = after + this.#backoff.next();
    this.#waitsToRetry = true;
    this.#cancelRetry = this.#clock.after(retryIn, () => this.#connect());
    this.#status({ state: "offline", reason, retryIn });
  }

  #frame(frame: Exclude<ServerFrame, { type: "bye" }> | UnknownEvent): void {
    switch (frame.type) {
      case "event":
        if (this.#wants(frame.room)) this.#deliver(this.#resume.event(frame));
        break;
      case "gap":
        if (this.#wants(frame.room)) this.#deliver(this.#resume.gap(frame));
        break;
      case "ack":
        if (this.#outbox.acked(frame.id)) this.#emit({ type: "acked", ack: frame });
        this.#pump();
        break;
      case "refuse":
        if (!this.#session?.requests.refused(frame)) this.#refused(frame);
        break;
      case "done":
        this.#session?.requests.done(frame.id, frame.result);
        break;
      case "presence":
        this.#emit({ type: "presence", presence: frame });
        break;
      case "joined":
        this.#resume.joined(frame.room);
        this.#emit({ type: "joined", room: frame.room });
        break;
      case "left":
        this.#resume.left(frame.room);
        this.#emit({ type: "left", room: frame.room });
        break;
      case "typing":
      case "person":
      case "read":
      case "stranger":
      case "stranger-says":
        this.#emit(frame);
        break;
      case "welcome":
      case "pong":
        break;
      default:
        frame satisfies never;
    }
  }

  #deliver(deliveries: Delivery[]): void {
    for (const delivery of deliveries) {
      if (delivery.type === "event") this.#acknowledge(delivery.event);
      this.#emit(delivery);
    }
    if (this.#resume.hole()) this.#session?.filler.start();
  }

  /** An own message in the log is as good as its ack, which may have got lost. */
  #acknowledge(event: AnyEvent): void {
    if (event.kind !== "message" || event.author.id !== this.#you) return;
    const { id, room, seq, at } = event as Extract<LogEvent, { kind: "message" }>;
    if (!this.#outbox.acked(id)) return;
    this.#emit({ type: "acked", ack: { type: "ack", id, room, seq, at } });
    this.#pump();
  }

  #refused(refuse: Extract<ServerFrame, { type: "refuse" }>): void {
    const { id = "", code, message: reason, retryAfter } = refuse;
    const message = this.#outbox.refused(id, code, retryAfter, this.#clock.now());
    if (message) this.#emit({ type: "refused", message, code, reason });
    else this.#options.log?.(`refused ${id}: ${code} ${reason}`);
    this.#pump();
  }

  /** Sends what the outbox lets go now, and comes back when it lets go more. */
  #pump(): void {
    this.#cancelPump();
    if (this.#you === undefined) return;
    const { send, wait } = this.#outbox.take(this.#clock.now());
    for (const message of send) this.#session?.link.send(sendFrame(message));
    if (wait !== undefined) this.#cancelPump = this.#clock.after(wait, () => this.#pump());
  }

  #ask<T extends RequestType>(type: T, fields: RequestFields<T>): Promise<unknown> {
    const session = this.#session;
    if (!session || this.#you === undefined) {
      return Promise.reject(
        new ParleyError("unreachable", "Not connected to the server. Try again once it is back."),
      );
    }
    const id = newRequestId();
    const answer = session.requests.wait(id);
    session.link.send({ type, id, ...fields } as Parameters<Link["send"]>[0]);
    return answer;
  }

  #wants(room: string): boolean {
    return this.#options.only === undefined || this.#options.only.includes(room);
  }

  #status(status: ConnectionStatus): void {
    this.#emit({ type: "status", status });
  }

  #emit(event: NetworkEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
