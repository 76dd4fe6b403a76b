/**
 * A gateway: its connections, the rooms that they follow, and its lines to the store and the bus.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { type ErrorCode, ParleyError, toParleyError } from "../../shared/errors.ts";
import type { Bus, Post, PresenceChange } from "../bus/bus.ts";
import type { Asker } from "../chat/permissions.ts";
import { LoginAllowance } from "../chat/login_allowance.ts";
import { SendAllowance } from "../chat/send_allowance.ts";
import type { CommandContext } from "../commands/command.ts";
import { hashSecret } from "../ids.ts";
import type { Hasher } from "../passwords/hasher.ts";
import { OnlinePeople } from "../presence/online.ts";
import { SearchClient, type Searcher } from "../search/searcher.ts";
import { StoreClient } from "../store/client.ts";
import type { PersonChange, Reader } from "../store/log.ts";
import type { ToGateway, ToStore } from "../store/messages.ts";
import { StrangerLine } from "../strangers/line.ts";
import { limits } from "../../shared/limits.ts";
import { Devices } from "./devices.ts";
import { sendAway } from "./drain.ts";
import { Feed } from "./feed.ts";
import type { GatewayConfig } from "./gateway_config.ts";
import type { Peer, PeerHandler } from "./listener/listener.ts";
import { Notices } from "./notices.ts";
import { PageTurns } from "./page_turns.ts";
import { FanOut, type Subscriber } from "./ws/fan_out.ts";
import { Floods } from "./ws/floods.ts";
import { Session } from "./ws/session.ts";

/** Who a token stands for. */
export type SignedIn = Asker & Pick<CommandContext, "tokenHash">;

const logger = getLogger(["parley", "gateway"]);

export class Gateway {
  readonly fanOut = new FanOut();
  readonly feed: Feed;
  readonly online = new OnlinePeople();
  readonly store: StoreClient;
  readonly strangers: StrangerLine;
  readonly notices: Notices;
  readonly allowance: SendAllowance;
  readonly logins = new LoginAllowance();
  readonly floods = new Floods();
  /** True once it finishes what is under way, and takes nothing new. */
  stopping = false;
  /** Why the store can't save anything. */
  trouble: string | undefined;

  /** Its connections. */
  readonly sessions = new Set<Session>();
  readonly devices: Devices;
  readonly #pages = new PageTurns();
  /** How many requests were refused, by the error's code. */
  readonly refusals = new Map<ErrorCode, number>();
  readonly #sweep: ReturnType<typeof setInterval>;
  #dirty: Session[] = [];

  constructor(
    readonly config: GatewayConfig,
    readonly reader: Reader,
    readonly hasher: Hasher,
    toStore: (message: ToStore) => void,
    bus: Pick<Bus, "listen" | "post">,
    readonly search: Searcher = new SearchClient(),
  ) {
    this.store = new StoreClient(toStore);
    this.strangers = new StrangerLine(toStore);
    this.devices = new Devices((account, idle) => this.store.idle(account, idle));
    this.notices = new Notices(reader, this.fanOut, bus, (account) => this.devices.of(account));
    this.allowance = new SendAllowance(config.sendsPerSecond, config.sendBurst);
    this.feed = new Feed(reader, (room, frames, events, out) => {
      this.fanOut.publish(room, frames, events);
      if (out === undefined) return;
      // At once: that the membership is over comes another way, perhaps later than the next event.
      this.fanOut.flushRoom(room);
      for (const session of this.devices.of(out) ?? []) session.putOut(room);
    }, {
      hold: config.isNode ? limits.eventsHeld : 0,
      onFollow: (room, follows) => toStore({ op: follows ? "follow" : "unfollow", room }),
    });
    this.#sweep = setInterval(() => this.#check(), 1_000);
    bus.listen((post) => this.#onPost(post));
    this.store.askWho();
  }

  /** Milliseconds of a clock that never goes back. */
  now(): number {
    return performance.now();
  }

  /** Takes a new connection. @param cookieToken the session that a browser sent along. */
  accept(peer: Peer, cookieToken?: string): PeerHandler {
    const session = new Session(this, peer, cookieToken);
    this.sessions.add(session);
    if (this.stopping) sendAway(new Set([session]), "The server stops.");
    return session;
  }

  /** Takes a message of the store. */
  receive(message: ToGateway): void {
    switch (message.op) {
      case "answers":
        this.store.receive(message);
        break;
      case "memberships":
        for (const change of message.changes) this.devices.onMembership(change);
        break;
      case "people":
        for (const change of message.changes) this.#onPerson(change);
        break;
      case "ended-sessions":
        this.devices.end(new Set(message.tokenHashes));
        break;
      case "notices":
        for (const notice of message.notices) this.devices.onNotice(notice);
        break;
      case "stranger":
        this.strangers.receive(message.news);
        break;
      case "send-away":
        return sendAway(this.sessions, message.reason);
      case "online":
        this.#announce(this.online.replace(message.version, message.people));
        break;
      case "health":
        this.trouble = message.trouble;
        break;
      case "beacon":
        for (const [room, head] of message.heads) this.feed.expect(room, head);
        if (message.presence > this.online.version) this.store.askWho();
        break;
      default:
        throw new Error(`Unknown message ${(message satisfies never as ToGateway).op}.`);
    }
  }

  /** Whom a token stands for, if it is valid. @param client what its client says it is. */
  async signIn(token: string, client?: string): Promise<SignedIn | undefined> {
    const tokenHash = hashSecret(token);
    const found = await this.reader.session(tokenHash);
    if (!found || found.expiresAt <= Date.now()) return undefined;
    const { person, administrator, grant, lastSeenAt } = found;
    const isNews = client !== undefined && client !== found.client;
    if (isNews || Date.now() - lastSeenAt > limits.seenInterval) this.touch(tokenHash, client);
    return { person, administrator, grant, tokenHash };
  }

  /** Notes that a session is in use. */
  touch(tokenHash: string, client?: string): void {
    this.run(this.#touch(tokenHash, client));
  }

  /** Who the session of a token is by now, if there still is one. */
  async signInAgain({ tokenHash }: SignedIn): Promise<SignedIn | undefined> {
    const found = await this.reader.session(tokenHash);
    return found &&
      { person: found.person, administrator: found.administrator, grant: found.grant, tokenHash };
  }

  contextOf(signedIn: SignedIn): CommandContext {
    return {
      ...signedIn,
      reader: this.reader,
      store: this.store,
      hasher: this.hasher,
      search: this.search,
      online: this.online,
      allowance: this.allowance,
      logins: this.logins,
      webhooksToPrivate: this.config.webhooksToPrivate,
      pushKey: this.config.pushKey,
      now: this.now,
      pageTurn: () => this.#pages.take(signedIn.person.id),
    };
  }

  /** A session said hello. */
  add(session: Session): void {
    const { person } = session.signedIn!;
    this.devices.add(session);
    this.online.addHere(person);
    this.store.arrive(person);
    this.lookAtIdle(person.id);
  }

  /** A device of the account came, went, or became idle or no longer. */
  lookAtIdle(account: string): void {
    this.devices.lookAtIdle(account);
  }

  /** A connection is gone. */
  remove(session: Session, goodbye: boolean): void {
    if (!this.sessions.delete(session)) return;
    const rooms = session.rooms();
    this.fanOut.drop(session);
    for (const room of rooms) this.#closeIfEmpty(room);
    if (!session.signedIn) return;
    const { id } = session.signedIn.person;
    this.devices.remove(session);
    if (!this.devices.of(id)) this.online.removeHere(id);
    this.store.depart(id, goodbye);
    this.lookAtIdle(id);
  }

  unfollow(room: string, subscriber: Subscriber): void {
    this.fanOut.unsubscribe(room, subscriber);
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
    const refusal = toParleyError(error);
    this.refusals.set(refusal.code, (this.refusals.get(refusal.code) ?? 0) + 1);
    return refusal;
  }

  /** Finishes what is under way, says bye to everybody, and waits until they are gone. */
  async stop(reason: string): Promise<void> {
    this.stopping = true;
    const deadline = this.now() + limits.closeTime;
    while (this.store.busy && this.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // The answers and events of those last writes go out before the bye.
    await new Promise((resolve) => setTimeout(resolve, 2 * limits.flushInterval));
    this.fanOut.flushAll();
    sendAway(this.sessions, reason);
    while (this.sessions.size > 0 && this.now() < deadline + limits.closeTime) {
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
      case "typing":
        this.notices.showTyping(post.room, post.person);
        break;
      default:
        throw new Error(`Unknown post ${(post satisfies never as Post).kind}.`);
    }
  }

  async #touch(tokenHash: string, client?: string): Promise<void> {
    try {
      await this.store.write({ kind: "touch-session", tokenHash, client });
    } catch (error) {
      // Next time is soon enough.
      if (!(error instanceof ParleyError)) throw error;
    }
  }

  /** Somebody is called otherwise now: tells all who know them, and lets their own sessions follow. */
  #onPerson(change: PersonChange): void {
    this.online.rename(change.person);
    for (const session of this.devices.onPerson(change)) this.run(session.signInAgain());
  }

  /** Tells the rooms that are followed here who came, went or is away. */
  #announce(changes: PresenceChange[]): void {
    for (const change of changes) this.run(this.notices.presence(change));
  }

  #closeIfEmpty(room: string): void {
    if (this.fanOut.subscribers(room) === 0) this.feed.close(room);
  }

  #check(): void {
    const now = this.now();
    for (const session of [...this.sessions]) session.check(now);
  }
}
