/**
 * One WebSocket connection: hello, resume, requests, and what the peer is sent.
 * @module
 */
import { toParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import {
  type ClientFrame,
  CLOSE,
  encodeFrame,
  FrameError,
  mayComeBack,
  parseClientFrame,
  type Room,
  type ServerFrame,
  splitFrames,
} from "../../../shared/protocol/mod.ts";
import type { CommandContext } from "../../commands/command.ts";
import type { Peer, PeerHandler } from "../listener/listener.ts";
import { Payload } from "../listener/payload.ts";
import type { Gateway, SignedIn } from "../gateway.ts";
import type { Subscriber } from "./fan_out.ts";
import { Requests } from "./requests.ts";
import { Resume } from "./resume.ts";

export class Session implements PeerHandler, Subscriber {
  /** Who it is, once `hello` was answered. */
  signedIn: SignedIn | undefined;
  lastSeen: number;
  readonly openedAt: number;

  readonly #gateway: Gateway;
  readonly #peer: Peer;
  readonly #requests: Requests;
  #context: CommandContext | undefined;
  /** Ids of the rooms that it follows. */
  readonly #rooms = new Set<string>();
  /** The answer to `hello`: until it is done, changes of membership have to wait. */
  #greeting: Promise<void> | undefined;
  #pinged = false;
  #ended = false;
  #replies: string[] = [];
  /** Live payloads that wait until what came before them was read from the log. */
  #held: Payload[] | undefined;
  #heldLength = 0;
  /** Resumes under way. */
  #resuming = 0;

  constructor(gateway: Gateway, peer: Peer) {
    this.#gateway = gateway;
    this.#peer = peer;
    this.openedAt = this.lastSeen = gateway.now();
    this.#requests = new Requests(gateway, (frame) => this.reply(frame));
  }

  // What the fan-out needs.

  get waiting(): number {
    return this.#peer.waiting + this.#heldLength;
  }

  send(payload: Payload): void {
    if (this.#ended) return;
    if (!this.#held) return this.#peer.send(payload);
    this.#held.push(payload);
    this.#heldLength += payload.text.length;
  }

  tooSlow(): void {
    this.end(
      CLOSE.tooSlow,
      "You read too slowly. Come back and resume from your cursors; nothing is lost.",
    );
  }

  // What the listener tells.

  message(text: string): void {
    this.alive();
    if (this.#ended) return;
    for (const frame of splitFrames(text)) {
      this.#take(frame);
      if (this.#ended) return;
    }
  }

  alive(): void {
    this.lastSeen = this.#gateway.now();
    this.#pinged = false;
  }

  closed(code: number): void {
    this.#ended = true;
    this.#gateway.remove(this, code === 1000 || code === 1001);
  }

  /** Called about once a second: cuts whoever is silent or too slow, pings whoever is quiet. */
  check(now: number): void {
    if (this.#ended) return;
    const silence = now - this.lastSeen;
    if (!this.signedIn && now - this.openedAt > limits.helloTime) {
      this.end(CLOSE.noHello, "No hello came in time. Send it first.");
    } else if (silence > limits.deadAfter) {
      this.end(CLOSE.silent, "Nothing was heard from you for too long.");
    } else if (this.waiting > limits.outboxBytes) {
      this.tooSlow();
    } else if (silence > limits.pingAfter && !this.#pinged) {
      this.#pinged = true;
      this.#peer.ping();
    }
  }

  /** Says why in a `bye`, and closes. */
  end(code: number, reason: string, after?: number): void {
    if (this.#ended) return;
    this.flushReplies();
    this.#held = undefined;
    this.#heldLength = 0;
    this.#peer.send(
      new Payload(
        encodeFrame({ type: "bye", code, reason, reconnect: mayComeBack(code), after }),
      ),
    );
    this.#ended = true;
    this.#gateway.fanOut.drop(this);
    this.#peer.close(code, "");
  }

  /** Sends a frame to this connection alone; those of one turn go out together. */
  reply(frame: ServerFrame): void {
    this.replyText(encodeFrame(frame));
  }

  /** The same for frames that are encoded already, joined by `\n`. */
  replyText(frames: string): void {
    if (this.#ended) return;
    if (this.#replies.push(frames) === 1) this.#gateway.flushSoon(this);
  }

  flushReplies(): void {
    if (this.#replies.length === 0) return;
    const text = this.#replies.join("\n");
    this.#replies = [];
    if (this.#ended) return;
    this.#peer.send(new Payload(text));
  }

  /** Ids of the rooms that it follows. */
  rooms(): Iterable<string> {
    return this.#rooms;
  }

  /** The account entered a room: shows its newest events, then what comes. */
  async enter(room: Room): Promise<void> {
    await this.#greeting;
    if (this.#ended || this.#rooms.has(room.id)) return;
    this.reply({ type: "joined", room });
    await this.#follow([room], {}, limits.backlogEvents);
  }

  /** The account is no longer in a room. */
  async exit(room: string): Promise<void> {
    await this.#greeting;
    if (!this.#rooms.delete(room)) return;
    this.#gateway.unfollow(room, this);
    this.reply({ type: "left", room });
  }

  #take(text: string): void {
    let frame: ClientFrame;
    try {
      frame = parseClientFrame(text);
    } catch (error) {
      const wait = this.#requests.spend();
      const { code, message } = toParleyError(error);
      if (wait > 0 || !this.#greeting) return this.end(CLOSE.badFrame, message);
      const id = error instanceof FrameError ? error.requestId : undefined;
      return this.reply({ type: "refuse", id, code, message });
    }
    if (frame.type === "hello") {
      if (this.#greeting) return this.end(CLOSE.badFrame, "A second hello came.");
      this.#greeting = this.#hello(frame);
      this.#gateway.run(this.#greeting);
    } else if (!this.#greeting) {
      this.end(CLOSE.badFrame, "The first frame must be hello.");
    } else if (frame.type === "ping") {
      this.reply({ type: "pong" });
    } else if (frame.type === "typing") {
      // Not told on yet.
    } else {
      this.#gateway.run(
        this.#requests.answer(frame, this.#context, (room) => this.#rooms.has(room)),
      );
    }
  }

  async #hello(frame: Extract<ClientFrame, { type: "hello" }>): Promise<void> {
    const signedIn = await this.#gateway.signIn(frame.token);
    if (this.#ended) return;
    if (!signedIn) {
      return this.end(
        CLOSE.notSignedIn,
        "This session is unknown, expired or ended. Log in again.",
      );
    }
    this.signedIn = signedIn;
    this.#context = this.#gateway.contextOf(signedIn);
    this.#gateway.add(this);
    const rooms = await this.#gateway.reader.roomsOf(signedIn.person.id);
    this.reply({
      type: "welcome",
      you: signedIn.person,
      rooms,
      server: { version: this.#gateway.config.version },
      limits: {
        messageBytes: limits.messageBytes,
        sendsPerSecond: this.#gateway.allowance.rate,
        sendBurst: this.#gateway.allowance.burst,
      },
      time: Date.now(),
    });
    await this.#follow(rooms, frame.cursors, frame.backlog);
  }

  /** Subscribes to rooms, each from the client's cursor on, without a hole and without an overlap. */
  async #follow(rooms: Room[], cursors: Record<string, number>, backlog: number): Promise<void> {
    this.#resuming++;
    try {
      const resume = new Resume(this.#gateway.reader);
      for (const room of rooms) {
        if (this.#ended || this.#rooms.has(room.id)) continue;
        this.#rooms.add(room.id);
        const upTo = await this.#subscribe(room);
        const cursor = cursors[room.id];
        const after = cursor !== undefined && cursor <= room.head
          ? cursor
          : Math.max(0, room.head - backlog);
        const { gap, frames } = await resume.read(room.id, after, upTo);
        if (gap) this.reply(gap);
        if (frames !== "") this.replyText(frames);
      }
    } finally {
      if (--this.#resuming === 0) this.#release();
    }
  }

  /** @returns the `seq` up to which the log has to be read: everything behind it comes live. */
  async #subscribe({ id, head }: Room): Promise<number> {
    const { feed, fanOut } = this.#gateway;
    let position: number | undefined;
    do await feed.open(id, head); while ((position = feed.position(id)) === undefined);
    this.#held ??= [];
    // It may have gone, or left the room, in the meantime.
    if (!this.#ended && this.#rooms.has(id)) fanOut.subscribe(id, this);
    return position;
  }

  /** Lets the held payloads go, behind the replies that come before them. */
  #release(): void {
    const held = this.#held;
    this.#held = undefined;
    this.#heldLength = 0;
    this.flushReplies();
    for (const payload of held ?? []) this.send(payload);
  }
}
