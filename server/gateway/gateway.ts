/**
 * A gateway: its connections, the rooms that they follow, and its lines to the store and the bus.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { ParleyError, toParleyError } from "../../shared/errors.ts";
import { CLOSE, encodeFrame, type ServerFrame } from "../../shared/protocol/mod.ts";
import type { Bus, Post, PresenceChange } from "../bus/bus.ts";
import type { Asker } from "../chat/permissions.ts";
import { SendAllowance } from "../chat/send_allowance.ts";
import type { CommandContext } from "../commands/command.ts";
import { hashSecret } from "../ids.ts";
import type { Hasher } from "../passwords/hasher.ts";
import { OnlinePeople } from "../presence/online.ts";
import { StoreClient } from "../store/client.ts";
import type { MembershipChange, Reader } from "../store/log.ts";
import type { ToGateway, ToStore } from "../store/messages.ts";
import { limits } from "../../shared/limits.ts";
import { Feed } from "./feed.ts";
import type { Peer, PeerHandler } from "./listener/listener.ts";
import { FanOut } from "./ws/fan_out.ts";
import { Session } from "./ws/session.ts";

/** What a gateway needs to know of the server's configuration. */
export interface GatewayConfig {
  version: string;
  registration: "open" | "invite" | "closed";
  guests: boolean;
  sendsPerSecond: number;
  sendBurst: number;
}

/** Who a token stands for. */
export type SignedIn = Asker & Pick<CommandContext, "tokenHash">;

const logger = getLogger(["parley", "gateway"]);

export class Gateway {
  readonly fanOut = new FanOut();
  readonly feed: Feed;
  readonly online = new OnlinePeople();
  readonly store: StoreClient;
  readonly allowance: SendAllowance;

  readonly #sessions = new Set<Session>();
  readonly #byAccount = new Map<string, Set<Session>>();
  readonly #sweep: ReturnType<typeof setInterval>;
  #dirty: Session[] = [];
  #stopping = false;

  constructor(
    readonly config: GatewayConfig,
    readonly reader: Reader,
    readonly hasher: Hasher,
    toStore: (message: ToStore) => void,
    bus: Pick<Bus, "listen">,
  ) {
    this.store = new StoreClient(toStore);
    this.allowance = new SendAllowance(config.sendsPerSecond, config.sendBurst);
    this.feed = new Feed(reader, (room, frames) => this.fanOut.publish(room, frames));
    this.#sweep = setInterval(() => this.#check(), 1_000);
    bus.listen((post) => this.#onPost(post));
    this.store.askWho();
  }

  /** Milliseconds of a clock that never goes back. */
  now(): number {
    return performance.now();
  }

  /** Takes a new connection. */
  accept(peer: Peer): PeerHandler {
    const session = new Session(this, peer);
    this.#sessions.add(session);
    if (this.#stopping) session.end(CLOSE.goingAway, "The server stops.", 1);
    return session;
  }

  /** Takes a message of the store. */
  receive(message: ToGateway): void {
    switch (message.op) {
      case "answers":
        this.store.receive(message);
        break;
      case "memberships":
        for (const change of message.changes) this.run(this.#onMembership(change));
        break;
      case "ended-sessions":
        this.#endSessions(new Set(message.tokenHashes));
        break;
      case "notices":
        for (const { account, frame } of message.notices) this.#tellDevices(account, frame);
        break;
      case "online":
        this.#announce(this.online.replace(message.version, message.people));
        break;
      case "beacon":
        for (const [room, head] of message.heads) this.feed.expect(room, head);
        if (message.presence > this.online.version) this.store.askWho();
        break;
      default:
        throw new Error(`Unknown message ${(message satisfies never as ToGateway).op}.`);
    }
  }

  /** Whom a token stands for, if it is valid. */
  async signIn(token: string): Promise<SignedIn | undefined> {
    const tokenHash = hashSecret(token);
    const found = await this.reader.session(tokenHash);
    if (!found || found.expiresAt <= Date.now()) return undefined;
    const { person, administrator, grant } = found;
    return { person, administrator, grant, tokenHash };
  }

  contextOf(signedIn: SignedIn): CommandContext {
    return {
      ...signedIn,
      reader: this.reader,
      store: this.store,
      hasher: this.hasher,
      online: this.online,
      allowance: this.allowance,
      now: this.now,
    };
  }

  /** A session said hello. */
  add(session: Session): void {
    const { person } = session.signedIn!;
    const devices = this.#byAccount.get(person.id);
    if (devices) devices.add(session);
    else this.#byAccount.set(person.id, new Set([session]));
    this.online.addHere(person);
    this.store.arrive(person);
  }

  /** A connection is gone. */
  remove(session: Session, goodbye: boolean): void {
    if (!this.#sessions.delete(session)) return;
    const rooms = session.rooms();
    this.fanOut.drop(session);
    for (const room of rooms) this.#closeIfEmpty(room);
    if (!session.signedIn) return;
    const { id } = session.signedIn.person;
    const devices = this.#byAccount.get(id);
    devices?.delete(session);
    if (devices?.size === 0) {
      this.#byAccount.delete(id);
      this.online.removeHere(id);
    }
    this.store.depart(id, goodbye);
  }

  unfollow(room: string, session: Session): void {
    this.fanOut.unsubscribe(room, session);
    this.#closeIfEmpty(room);
  }

  /** Sends a session's replies at the end of this turn. */
  flushSoon(session: Session): void {
    if (this.#dirty.push(session) > 1) return;
    setImmediate(() => {
      const dirty = this.#dirty;
      this.#dirty = [];
      for (const each of dirty) each.flushReplies();
    });
  }

  /** Runs what nobody waits for; a defect in it is logged and ends nothing. */
  run(task: Promise<void>): void {
    task.catch((error) => logger.error("A task failed: {error}", { error }));
  }

  /** The error as its peer may see it. What was not expected is logged. */
  refusalOf(error: unknown): ParleyError {
    if (!(error instanceof ParleyError)) logger.error("A request failed: {error}", { error });
    return toParleyError(error);
  }

  /** True once it finishes what is under way, and takes nothing new. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** How many connections there are. */
  get connections(): number {
    return this.#sessions.size;
  }

  /** Finishes what is under way, says bye to everybody, and waits until they are gone. */
  async stop(reason: string): Promise<void> {
    this.#stopping = true;
    const deadline = this.now() + limits.closeTime;
    while (this.store.busy && this.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // The answers and events of those last writes go out before the bye.
    await new Promise((resolve) => setTimeout(resolve, 2 * limits.flushInterval));
    this.fanOut.flushAll();
    for (const session of this.#sessions) session.end(CLOSE.goingAway, reason, 1);
    while (this.#sessions.size > 0 && this.now() < deadline + limits.closeTime) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    clearInterval(this.#sweep);
  }

  #onPost(post: Post): void {
    switch (post.kind) {
      case "events":
        for (const run of post.runs) this.feed.receive(run);
        break;
      case "presence": {
        const news = this.online.apply(post.version, post.changes);
        if (news) this.#announce(news);
        else this.store.askWho();
        break;
      }
      default:
        throw new Error(`Unknown post ${(post satisfies never as Post).kind}.`);
    }
  }

  async #onMembership(change: MembershipChange): Promise<void> {
    const devices = this.#byAccount.get(change.account);
    if (!devices) return;
    if (!change.member) {
      for (const session of [...devices]) await session.exit(change.room);
      return;
    }
    const found = await this.reader.room(change.room, change.account);
    if (!found?.role) return;
    for (const session of [...devices]) await session.enter(found.room);
  }

  #tellDevices(account: string, frame: ServerFrame): void {
    const devices = this.#byAccount.get(account);
    if (!devices) return;
    const text = encodeFrame(frame);
    for (const session of devices) session.replyText(text);
  }

  #endSessions(tokenHashes: Set<string>): void {
    for (const session of [...this.#sessions]) {
      if (!tokenHashes.has(session.signedIn?.tokenHash ?? "")) continue;
      session.end(CLOSE.sessionEnded, "This session was ended. Log in again.");
    }
  }

  /** Tells the rooms that are followed here who came and went. */
  #announce(changes: PresenceChange[]): void {
    for (const change of changes) this.run(this.#announceOne(change));
  }

  async #announceOne({ person, online }: PresenceChange): Promise<void> {
    const state = online ? "online" : "offline";
    const frame = encodeFrame({ type: "presence", person, state });
    for (const room of await this.reader.roomIdsOf(person.id)) {
      if (this.fanOut.subscribers(room) > limits.presenceRoom) continue;
      this.fanOut.publish(room, frame);
    }
  }

  #closeIfEmpty(room: string): void {
    if (this.fanOut.subscribers(room) === 0) this.feed.close(room);
  }

  #check(): void {
    const now = this.now();
    for (const session of [...this.#sessions]) session.check(now);
  }
}
