/**
 * For tests: a small server that speaks the protocol over real sockets, and misbehaves on demand.
 * @module
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket as Peer, WebSocketServer } from "ws";
import { limits } from "../../limits.ts";
import {
  type ClientFrame,
  type LogEvent,
  parseClientFrame,
  type Person,
  type ServerFrame,
  splitFrames,
  SUBPROTOCOL,
  type Welcome,
} from "../../protocol/mod.ts";
import { ScriptedApi } from "./scripted_api.ts";

export type Message = Extract<LogEvent, { kind: "message" }>;

/** Faults: each is asked about what is on its way; what it answers happens. */
export interface Faults {
  /** True: the client's frame is handled by the test, or lost. */
  takes?(frame: ClientFrame, peer: Peer): boolean;
  /** True: this frame to the client is lost. */
  loses?(frame: ServerFrame): boolean;
  /** What is sent in this frame's place. */
  says?(frame: ServerFrame): string;
}

export class ScriptedServer {
  readonly api = new ScriptedApi();
  readonly peers = new Set<Peer>();
  readonly hellos: Extract<ClientFrame, { type: "hello" }>[] = [];
  faults: Faults = {};
  pace: Welcome["limits"] = {
    messageBytes: limits.messageBytes,
    sendsPerSecond: 0,
    sendBurst: 1,
  };
  /** What a resume sends by itself in one room; past it: `gap`. */
  resumeEvents: number = limits.resumeEvents;
  readonly #http: Server;
  readonly #ws: WebSocketServer;

  #port = 0;

  private constructor() {
    this.#http = createServer((request, response) => this.api.serve(request, response));
    this.#ws = new WebSocketServer({
      server: this.#http,
      path: "/v1/ws",
      handleProtocols: () => SUBPROTOCOL,
    });
    this.#ws.on("connection", (peer) => this.#accept(peer));
    this.api.appended = (event) => this.say(event);
  }

  /** Starts on a free port, or on one that it had before. */
  static async start(port = 0): Promise<ScriptedServer> {
    const server = new ScriptedServer();
    await new Promise<void>((resolve) => server.#http.listen(port, "127.0.0.1", resolve));
    server.#port = (server.#http.address() as AddressInfo).port;
    return server;
  }

  /** The port, also after the server was closed. */
  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Sends a frame, or raw text, to every client that has said hello. */
  say(frame: ServerFrame | string): void {
    for (const peer of this.peers) this.#say(peer, frame);
  }

  /** Cuts every connection, without a goodbye. */
  cut(): void {
    for (const peer of this.#ws.clients) peer.terminate();
    this.peers.clear();
  }

  async close(): Promise<void> {
    this.cut();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #say(peer: Peer, frame: ServerFrame | string): void {
    if (typeof frame === "string") peer.send(frame);
    else if (!this.faults.loses?.(frame)) {
      peer.send(this.faults.says?.(frame) ?? JSON.stringify(frame));
    }
  }

  #accept(peer: Peer): void {
    let you: Person | undefined;
    peer.on("error", () => {});
    peer.on("close", () => this.peers.delete(peer));
    peer.on("message", (data) => {
      for (const line of splitFrames(data.toString())) {
        const frame = parseClientFrame(line);
        if (this.faults.takes?.(frame, peer)) continue;
        if (frame.type === "hello") you = this.#hello(peer, frame);
        else if (you) this.#frame(peer, you, frame);
      }
    });
  }

  #hello(peer: Peer, hello: Extract<ClientFrame, { type: "hello" }>): Person | undefined {
    this.hellos.push(hello);
    const you = this.api.tokens.get(hello.token ?? "");
    if (!you) {
      this.#say(peer, { type: "bye", code: 4100, reason: "Log in again.", reconnect: false });
      peer.close(4100);
      return;
    }
    const rooms = [...this.api.rooms.values()].map(({ room }) => room);
    const server = { version: "test" };
    const time = Date.now();
    this.#say(peer, { type: "welcome", you, rooms, server, limits: this.pace, time });
    for (const { room, events } of this.api.rooms.values()) {
      const after = hello.cursors[room.id] ?? Math.max(0, room.head - hello.backlog);
      const from = Math.max(after, room.head - this.resumeEvents);
      if (from > after) this.#say(peer, { type: "gap", room: room.id, after, upTo: from });
      for (const event of events.slice(from)) this.#say(peer, event);
    }
    this.peers.add(peer);
    return you;
  }

  #frame(peer: Peer, you: Person, frame: ClientFrame): void {
    if (frame.type === "ping") return this.#say(peer, { type: "pong" });
    if (frame.type === "send") {
      const { room, seq, at } = this.api.append(you, frame);
      return this.#say(peer, { type: "ack", id: frame.id, room, seq, at });
    }
    if (frame.type === "history") {
      const result = this.api.history(frame.room, frame);
      return this.#say(peer, { type: "done", id: frame.id, result });
    }
    if (frame.type === "online") {
      return this.#say(peer, { type: "done", id: frame.id, result: { people: [you], total: 1 } });
    }
  }
}
