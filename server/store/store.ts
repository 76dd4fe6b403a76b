/**
 * The store: takes the writes of all gateways, commits what waits in one transaction, answers, and
 * tells the bus. Commit first, then tell.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { toParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { type Bus, type PresenceChange, toPosts } from "../bus/bus.ts";
import { Everywhere, HERE } from "../presence/everywhere.ts";
import { PresenceHub } from "../presence/hub.ts";
import { StrangerHub } from "../strangers/hub.ts";
import type { Strangers, TellStrangers } from "../strangers/messages.ts";
import { Expiry } from "./expiry.ts";
import { type GatewayLine, Gateways, type Waiting } from "./gateways.ts";
import { GuestGrace } from "./guests.ts";
import { Health } from "./health.ts";
import {
  type Commit,
  type Log,
  type News,
  type Outcomes,
  StorageError,
  type Write,
  type WriteKind,
} from "./log.ts";
import type { ToStore } from "./messages.ts";
import type { Peers, Self } from "./peers.ts";

const logger = getLogger(["parley", "store"]);

export class Store {
  readonly #log: Log;
  readonly #bus: Bus;
  readonly #gateways: Gateways;
  readonly #hub = new PresenceHub((change) => this.#onPresence(change));
  readonly #everywhere = new Everywhere((change) => this.#onPresenceAnywhere(change));
  readonly #peers: Peers | undefined;
  readonly #strangers: Strangers;
  readonly #expiry = new Expiry((write) => this.write(write));
  readonly #grace = new GuestGrace((account) => this.#releaseGuest(account));
  #queue: Waiting[] = [];
  #working: Promise<void> | undefined;
  readonly #health: Health;
  readonly #stall: number;
  /** Writes of the server itself that wait until saving works again. */
  #postponed: Waiting[] = [];

  /** @param stall milliseconds of a commit that takes too long. @param join takes this node into a cluster. */
  constructor(
    log: Log,
    bus: Bus,
    stall: number = limits.storeStall,
    join?: (bus: Bus, self: Self) => Peers,
  ) {
    this.#log = log;
    this.#bus = bus;
    this.#stall = stall;
    this.#health = new Health(log, () => this.#onHealth());
    this.#gateways = new Gateways(bus, () => this.#everywhere.version);
    this.#peers = join?.(bus, this.#self());
    const tell: TellStrangers = (to, news) => this.#gateways.tell(to, { op: "stranger", news });
    this.#strangers = this.#peers?.strangers(tell) ?? new StrangerHub(tell);
  }

  /** Guests of an earlier run may come back for a while; then their names are free. */
  async start(): Promise<void> {
    await this.#peers?.start();
    for (const account of await this.#log.guests()) this.#grace.begin(account);
    this.#strangers.start(await this.#log.strangerBlocks());
    const erasures = await this.#log.erasures();
    for (const account of erasures) this.write({ kind: "erase-messages", account });
  }

  addGateway(gateway: number, line: GatewayLine): void {
    this.#gateways.add(gateway, line);
    const { trouble } = this.#health;
    if (trouble) line.post({ op: "health", trouble: trouble.message });
  }

  removeGateway(gateway: number): void {
    this.#gateways.remove(gateway);
    this.#hub.dropGateway(gateway);
    this.#strangers.dropGateway(gateway);
    this.#peers?.dropGateway(gateway);
  }

  receive(gateway: number, message: ToStore): void {
    // Who is said to be at a gateway that ended by now would stay there for ever.
    if (message.op !== "write" && !this.#gateways.has(gateway)) return;
    switch (message.op) {
      case "write":
        for (const { ref, write } of message.items) this.#enqueue({ gateway, ref, write });
        break;
      case "refused":
        this.#gateways.refusalOver(gateway);
        break;
      case "arrive":
        this.#hub.arrive(gateway, message.person);
        break;
      case "depart":
        this.#hub.depart(gateway, message.account, message.goodbye);
        break;
      case "idle":
        this.#hub.setIdle(gateway, message.account, message.idle);
        break;
      case "away":
        this.#away(message.account, message.away);
        break;
      case "follow":
        this.#peers?.follow(gateway, message.room);
        break;
      case "unfollow":
        this.#peers?.unfollow(gateway, message.room);
        break;
      case "who":
        this.#gateways.tell(gateway, {
          op: "online",
          version: this.#everywhere.version,
          people: this.#everywhere.people(),
        });
        break;
      case "stranger":
        this.#strangers.receive(gateway, message.question);
        break;
      case "stranger-gone":
        this.#strangers.gone(gateway, message.connection);
        break;
      default:
        throw new Error(`Unknown message ${(message satisfies never as ToStore).op}.`);
    }
  }

  /** A write of the server itself, which waits for no answer. */
  write(write: Write): void {
    this.#enqueue({ gateway: 0, ref: 0, write });
  }

  /** Commits what waits and closes the log. */
  async close(): Promise<void> {
    this.#gateways.close();
    this.#expiry.close();
    this.#grace.close();
    this.#hub.close();
    await Promise.all([this.#strangers.close(), this.#lastCommits()]);
    await this.#peers?.close();
    this.#health.close();
    await this.#log.close();
    this.#bus.close();
  }

  /** A database that is gone is not waited for. */
  async #lastCommits(): Promise<void> {
    const timer = setTimeout(() => this.#log.giveUp(), limits.databaseFarewell);
    await this.#working;
    clearTimeout(timer);
  }

  #enqueue(waiting: Waiting): void {
    const { trouble } = this.#health;
    if (trouble && waiting.gateway === 0) {
      this.#postponed.push(waiting);
    } else if (trouble) {
      this.#gateways.answer([waiting], [{
        ok: false,
        code: "unavailable",
        message: `${trouble.message} What you wrote was not sent.`,
        retryAfter: trouble.passing ? limits.storeProbe / 1000 : undefined,
      }]);
    } else if (
      this.#queue.length >= limits.storeQueue || this.#gateways.isRefused(waiting.gateway)
    ) {
      this.#gateways.answer([waiting], [{
        ok: false,
        code: "busy",
        message: "The server has too much to save at the moment. Try again in a moment.",
      }]);
    } else {
      this.#queue.push(waiting);
      this.#working ??= this.#work();
    }
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0) {
      // What arrived in this turn of the event loop goes into one transaction.
      await new Promise<void>((resolve) => setImmediate(resolve));
      await this.#commit(this.#queue.splice(0, limits.commitEvents));
    }
    this.#working = undefined;
  }

  async #commit(batch: Waiting[]): Promise<void> {
    let commit: Commit;
    const timer = setTimeout(() => this.#health.stalled(), this.#stall);
    try {
      commit = await this.#log.commit(batch.map((waiting) => waiting.write), Date.now());
    } catch (error) {
      if (error instanceof StorageError) return this.#onFailure(error, batch);
      this.#health.resumed();
      return await this.#findDefect(error, batch);
    } finally {
      clearTimeout(timer);
    }
    const posts = toPosts(commit.events);
    for (const post of posts) this.#gateways.events(post);
    this.#gateways.answer(batch, commit.answers);
    this.#tellNews(commit);
    this.#peers?.committed(posts, commit);
    for (const [index, { write }] of batch.entries()) {
      const answer = commit.answers[index];
      if (answer.ok) this.#goOn(write, answer.outcome);
    }
    this.#health.resumed();
  }

  #tellNews(news: News): void {
    for (const { person } of news.people) {
      this.#hub.rename(person);
      this.#everywhere.rename(person);
    }
    this.#strangers.heed(news.strangers);
    this.#gateways.news(news);
  }

  #onFailure(error: StorageError, batch: Waiting[]): void {
    this.#health.failed(error);
    for (const waiting of [...batch, ...this.#queue.splice(0)]) this.#enqueue(waiting);
  }

  /** A write that should have been refused before it failed: it must not take others along. */
  async #findDefect(error: unknown, batch: Waiting[]): Promise<void> {
    if (batch.length > 1) {
      for (const waiting of batch) {
        if (this.#health.trouble) this.#enqueue(waiting);
        else await this.#commit([waiting]);
      }
      return;
    }
    const [{ write: { kind } }] = batch;
    logger.error("A write failed ({kind}): {error}", { kind, error });
    const { code, message } = toParleyError(error);
    this.#gateways.answer(batch, [{ ok: false, code, message }]);
  }

  #onHealth(): void {
    const { trouble } = this.#health;
    this.#gateways.tellAll({ op: "health", trouble: trouble?.message });
    if (!trouble) { for (const waiting of this.#postponed.splice(0)) this.#enqueue(waiting); }
  }

  /** Starts what a write that is done has to be followed by. */
  #goOn(write: Write, outcome: Outcomes[WriteKind]): void {
    // Of what an earlier try brought into the log nobody was told, if its end was not known here.
    if ("seq" in outcome && "room" in outcome) this.#gateways.noteHead(outcome.room, outcome.seq);
    if (write.kind === "register" && write.passwordHash === undefined && "person" in outcome) {
      this.#grace.begin(outcome.person.id);
    } else if (write.kind === "delete-account" && write.messages === "erase") {
      this.write({ kind: "erase-messages", account: write.person.id });
    } else if (write.kind === "erase-messages" && "done" in outcome && !outcome.done) {
      this.write({ kind: "erase-messages", account: write.account });
    }
    this.#expiry.goOn(write, outcome);
  }

  #away(account: string, away: { text?: string } | undefined): void {
    const at = this.#hub.say(account, away);
    this.#peers?.away(account, away, at);
  }

  #onPresence(change: PresenceChange): void {
    this.#everywhere.set(HERE, change);
    this.#peers?.presence(change);
  }

  #onPresenceAnywhere(change: PresenceChange): void {
    const { person, state } = change;
    if (person.guest && state === "offline") this.#grace.begin(person.id);
    else if (person.guest) this.#grace.end(person.id);
    this.#gateways.presence(change);
  }

  async #releaseGuest(account: string): Promise<void> {
    if (this.#everywhere.isOnline(account)) return;
    if (await this.#peers?.isGuestElsewhere(account)) return this.#grace.begin(account);
    this.write({ kind: "release-guest", account });
  }

  #self(): Self {
    return {
      hub: this.#hub,
      everywhere: this.#everywhere,
      gateways: this.#gateways,
      news: (news) => this.#tellNews(news),
      write: (write) => this.write(write),
      guestsGone: (accounts) => accounts.forEach((account) => this.#releaseGuest(account)),
    };
  }
}
