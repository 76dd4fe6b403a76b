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
  type ServerFrame,
  splitFrames,
} from "../../../shared/protocol/mod.ts";
import { reaches } from "../../chat/permissions.ts";
import type { CommandContext } from "../../commands/command.ts";
import type { MembershipChange } from "../../store/log.ts";
import { networkOf } from "../listener/address.ts";
import type { Peer, PeerHandler } from "../listener/listener.ts";
import type { Payload } from "../listener/payload.ts";
import type { Gateway, SignedIn } from "../gateway.ts";
import { Device } from "./device.ts";
import type { Subscriber } from "./fan_out.ts";
import { FollowedRooms } from "./followed_rooms.ts";
import { judgeHello } from "./greeting.ts";
import { IdleWatch } from "./idle_watch.ts";
import { type Cut, FLOOD, Liveness } from "./liveness.ts";
import { Outbox } from "./outbox.ts";
import { Requests } from "./requests.ts";

export class Session implements PeerHandler, Subscriber {
  /** Who it is, once `hello` was answered. */
  signedIn: SignedIn | undefined;

  readonly #gateway: Gateway;
  readonly #peer: Peer;
  /** The session that a browser sent along with the handshake. */
  readonly #cookieToken: string | undefined;
  readonly #outbox: Outbox;
  readonly #requests: Requests;
  #context: CommandContext | undefined;
  #device: Device | undefined;
  readonly #rooms: FollowedRooms;
  /** The answer to `hello`, and the changes of membership after it, one behind the other. */
  #greeting: Promise<void> | undefined;
  /** When it was last noted that its session is in use. */
  #noted: number;
  readonly #liveness: Liveness;
  #ended = false;
  /** Frames that came before the welcome. */
  #early = 0;
  /** It flooded, or broke the protocol. */
  #flooded = false;
  readonly #idleWatch: IdleWatch;

  constructor(gateway: Gateway, peer: Peer, cookieToken?: string) {
    this.#gateway = gateway;
    this.#peer = peer;
    this.#cookieToken = cookieToken;
    this.#outbox = new Outbox(peer, () => gateway.flushSoon(this));
    this.#rooms = new FollowedRooms(gateway, this, this.#outbox);
    const now = this.#noted = gateway.now();
    this.#liveness = new Liveness(now, gateway.allowance);
    this.#idleWatch = new IdleWatch(gateway.config.idle, now);
    this.#requests = new Requests(gateway, (frame) => this.reply(frame));
  }

  // What the fan-out needs.

  get waiting(): number {
    return this.#outbox.waiting;
  }

  send(payload: Payload): void {
    if (this.#ended) return;
    this.#idleWatch.told();
    this.#outbox.send(payload);
  }

  tooSlow(): void {
    this.end(
      CLOSE.tooSlow,
      "You read too slowly. Come back and resume from your cursors; nothing is lost.",
    );
  }

  /** Nobody is at this device: so its client says. */
  get idle(): boolean {
    return this.#device?.idle === true;
  }

  // What the listener tells.

  message(text: string): void {
    if (text === "") this.#heard(0);
    for (const frame of splitFrames(text)) {
      this.#heard(frame.length);
      if (this.#ended) return;
      if (!this.#context && ++this.#early > limits.framesBeforeWelcome) return this.#flood(FLOOD);
      this.#take(frame);
    }
  }

  alive(): void {
    this.#heard((limits.pingFrames - 1) * limits.frameUnit);
  }

  broken(): void {
    this.#noteFlood();
  }

  #heard(length: number): void {
    const flood = this.#liveness.heard(this.#gateway.now(), length);
    if (flood) this.#flood(flood);
  }

  #flood({ code, reason }: Cut): void {
    this.#peer.ignore();
    if (this.#ended) return;
    this.end(code, reason);
    this.#noteFlood();
  }

  /** Its account has to wait before it comes back: as soon as it is known whose it is. */
  #noteFlood(): void {
    this.#flooded = true;
    if (this.signedIn) this.#gateway.floods.note(this.signedIn.person.id, this.#gateway.now());
  }

  closed(code: number): void {
    this.#ended = true;
    this.#rooms.end();
    this.#device?.strangers.close();
    this.#gateway.remove(this, code === 1000 || code === 1001);
  }

  /** Called about once a second: cuts whoever is silent or too slow, pings whoever is quiet. */
  check(now: number): void {
    if (this.#ended) return;
    if (this.signedIn && now - this.#noted > limits.seenInterval) {
      this.#noted = now;
      this.#gateway.touch(this.signedIn.tokenHash);
    }
    const verdict = this.#liveness.judge(now, this.signedIn !== undefined);
    if (verdict && verdict !== "ping") this.end(verdict.code, verdict.reason);
    else if (this.waiting > limits.outboxBytes) this.#gateway.fanOut.cut([this]);
    else if (this.signedIn && this.#idleWatch.isOver(now)) this.end(CLOSE.idle, "Bye!");
    else if (verdict === "ping") this.#peer.ping();
  }

  /** Says why in a `bye`, and closes. */
  end(code: number, reason: string, after?: number): void {
    if (this.#ended) return;
    this.#outbox.end(
      encodeFrame({ type: "bye", code, reason, reconnect: mayComeBack(code), after }),
    );
    this.#ended = true;
    this.#rooms.end();
    this.#peer.close(code, "");
  }

  /** Sends a frame to this connection alone; those of one turn go out together. */
  reply(frame: ServerFrame): void {
    this.replyText(encodeFrame(frame));
  }

  /** The same for frames that are encoded already, joined by `\n`. */
  replyText(frames: string): void {
    if (!this.#ended) this.#outbox.reply(frames);
  }

  flushReplies(): void {
    if (!this.#ended) this.#outbox.flush();
  }

  /** Ids of the rooms that it follows. */
  rooms(): Iterable<string> {
    return this.#rooms.ids();
  }

  /** True if it follows one of these. */
  followsAny(rooms: ReadonlySet<string>): boolean {
    return this.#rooms.hasAny(rooms);
  }

  /** Its account changed: what comes from here is the new person's, with the new powers. */
  async signInAgain(): Promise<void> {
    const signedIn = this.signedIn && await this.#gateway.signInAgain(this.signedIn);
    if (signedIn) this.#become(signedIn);
  }

  /** The account entered a room, or is no longer in it: one change after the other, as they came. */
  onMembership(change: MembershipChange): void {
    this.#greeting = this.#greeting!.then(() => this.#orComeBack(this.#follow(change)));
  }

  /** The event that puts the account out of a room was published; {@linkcode onMembership} follows. */
  putOut(room: string): void {
    this.#rooms.putOut(room);
  }

  #take(text: string): void {
    let frame: ClientFrame;
    try {
      frame = parseClientFrame(text);
    } catch (error) {
      const wait = this.#requests.spend();
      const { code, message } = toParleyError(error);
      if (wait > 0) return this.#flood({ code: CLOSE.badFrame, reason: message });
      if (!this.#greeting) return this.end(CLOSE.badFrame, message);
      const id = error instanceof FrameError ? error.requestId : undefined;
      return this.reply({ type: "refuse", id, code, message });
    }
    this.#idleWatch.heard(frame, this.#liveness.seenAt);
    if (frame.type === "hello") {
      if (this.#greeting) return this.end(CLOSE.badFrame, "A second hello came.");
      this.#greeting = this.#orComeBack(this.#hello(frame));
    } else if (!this.#greeting) {
      this.end(CLOSE.badFrame, "The first frame must be hello.");
    } else if (frame.type === "ping") {
      this.reply({ type: "pong" });
    } else if (frame.type === "typing") {
      if (this.#context && this.#requests.spend() === 0) {
        this.#gateway.run(this.#gateway.notices.typing(this.#context, frame.room));
      }
    } else {
      this.#gateway.run(this.#requests.answer(frame, this.#context, this.#rooms));
    }
  }

  /** Without the rooms that it was promised a connection would look well, and hear nothing. */
  async #orComeBack(greeting: Promise<void>): Promise<void> {
    try {
      await greeting;
    } catch (error) {
      const { message } = this.#gateway.refusalOf(error);
      this.end(CLOSE.busy, `${message} Come back and resume; nothing is lost.`, 1);
    }
  }

  async #hello(frame: Extract<ClientFrame, { type: "hello" }>): Promise<void> {
    const signedIn = await judgeHello(this.#gateway, frame, this.#cookieToken);
    if (this.#flooded && !("code" in signedIn)) {
      this.#gateway.floods.note(signedIn.person.id, this.#gateway.now());
    }
    if (this.#ended) return;
    if ("code" in signedIn) return this.end(signedIn.code, signedIn.reason, signedIn.after);
    this.#become(signedIn);
    this.#gateway.add(this);
    if (signedIn.person.guest) this.#gateway.run(this.#noteNetwork(signedIn.person.id));
    const rooms = (await this.#gateway.reader.roomsOf(signedIn.person.id))
      .filter((room) => reaches(signedIn, room.id));
    this.reply({
      type: "welcome",
      you: signedIn.person,
      rooms,
      server: { version: this.#gateway.config.version, pushKey: this.#gateway.config.pushKey },
      limits: {
        messageBytes: limits.messageBytes,
        sendsPerSecond: this.#gateway.allowance.rate,
        sendBurst: this.#gateway.allowance.burst,
      },
      time: Date.now(),
    });
    await this.#rooms.follow(signedIn.person.id, rooms, frame.cursors, frame.backlog);
  }

  /** Shows the newest events of a room that the account entered, then what comes; or that it is out. */
  async #follow({ account, room: id, member, removed }: MembershipChange): Promise<void> {
    if (!member) return this.#rooms.leave(id, removed);
    if (this.#ended || this.#rooms.has(id) || !reaches(this.signedIn!, id)) return;
    const found = await this.#gateway.reader.room(id, account);
    if (this.#ended || !found?.role) return;
    this.reply({ type: "joined", room: found.room });
    await this.#rooms.follow(account, [found.room], {}, limits.backlogEvents);
  }

  #become(signedIn: SignedIn): void {
    this.signedIn = signedIn;
    this.#device ??= new Device(this.#gateway, signedIn.person.id, this);
    this.#context = { ...this.#gateway.contextOf(signedIn), connection: this.#device };
  }

  /** Tells the store where a guest comes from: after a restart it doesn't know. */
  async #noteNetwork(guest: string): Promise<void> {
    const network = networkOf(this.#peer.address);
    await this.#gateway.store.write({ kind: "note-network", guest, network });
  }
}
