/**
 * The store: takes the writes of all gateways, commits what waits in one transaction, answers, and
 * tells the bus. Commit first, then tell.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { toParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { type Bus, type PresenceChange, toPosts } from "../bus/bus.ts";
import { PresenceHub } from "../presence/hub.ts";
import { StrangerHub } from "../strangers/hub.ts";
import { Beacon } from "./beacon.ts";
import { isPutOff } from "./client.ts";
import { Expiry } from "./expiry.ts";
import { GuestGrace } from "./guests.ts";
import { Health } from "./health.ts";
import {
  type Commit,
  type Log,
  type Outcomes,
  StorageError,
  type Write,
  type WriteAnswer,
  type WriteKind,
} from "./log.ts";
import type { ToGateway, ToStore } from "./messages.ts";

/** The store's end of its line to a gateway. */
export interface GatewayLine {
  post(message: ToGateway): void;
}

interface Waiting {
  /** 0: the store itself. */
  gateway: number;
  ref: number;
  write: Write;
}

const logger = getLogger(["parley", "store"]);

export class Store {
  readonly #log: Log;
  readonly #bus: Bus;
  readonly #gateways = new Map<number, GatewayLine>();
  readonly #hub = new PresenceHub((change) => this.#onPresence(change));
  readonly #strangers = new StrangerHub((gateway, news) =>
    this.#gateways.get(gateway)?.post({ op: "stranger", news })
  );
  readonly #beacon = new Beacon((beacon) => this.#tellAll(beacon), () => this.#hub.version);
  readonly #expiry = new Expiry((write) => this.write(write));
  readonly #grace = new GuestGrace((account) => this.#releaseGuest(account));
  #queue: Waiting[] = [];
  /** By gateway: refusals not dealt with there. What was under way behind them must not overtake them. */
  readonly #refusals = new Map<number, number>();
  #presenceChanges: PresenceChange[] = [];
  #working: Promise<void> | undefined;
  readonly #health: Health;
  readonly #stall: number;
  /** Writes of the server itself that wait until saving works again. */
  #postponed: Waiting[] = [];

  constructor(log: Log, bus: Bus, stall: number = limits.storeStall) {
    this.#log = log;
    this.#bus = bus;
    this.#stall = stall;
    this.#health = new Health(log, () => this.#onHealth());
  }

  /** Guests of an earlier run may come back for a while; then their names are free. */
  async start(): Promise<void> {
    for (const account of await this.#log.guests()) this.#grace.begin(account);
    this.#strangers.start(await this.#log.strangerBlocks());
    for (const account of await this.#log.erasures()) this.#eraseMore(account);
  }

  addGateway(gateway: number, line: GatewayLine): void {
    this.#gateways.set(gateway, line);
    const { trouble } = this.#health;
    if (trouble) line.post({ op: "health", trouble: trouble.message });
  }

  removeGateway(gateway: number): void {
    this.#gateways.delete(gateway);
    this.#refusals.delete(gateway);
    this.#hub.dropGateway(gateway);
    this.#strangers.dropGateway(gateway);
  }

  receive(gateway: number, message: ToStore): void {
    // Who is said to be at a gateway that ended by now would stay there for ever.
    if (message.op !== "write" && !this.#gateways.has(gateway)) return;
    switch (message.op) {
      case "write":
        for (const { ref, write } of message.items) this.#enqueue({ gateway, ref, write });
        break;
      case "refused":
        this.#refusals.set(gateway, this.#refusals.get(gateway)! - 1);
        break;
      case "arrive":
        this.#hub.arrive(gateway, message.person);
        if (message.person.guest) this.#grace.end(message.person.id);
        break;
      case "depart":
        this.#hub.depart(gateway, message.account, message.goodbye);
        break;
      case "idle":
        this.#hub.setIdle(gateway, message.account, message.idle);
        break;
      case "away":
        this.#hub.setAway(message.account, message.away);
        break;
      case "who":
        this.#gateways.get(gateway)?.post({
          op: "online",
          version: this.#hub.version,
          people: this.#hub.people(),
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
    this.#beacon.close();
    this.#expiry.close();
    this.#grace.close();
    this.#hub.close();
    this.#strangers.close();
    await this.#lastCommits();
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
      this.#answer([waiting], [{
        ok: false,
        code: "unavailable",
        message: `${trouble.message} What you wrote was not sent.`,
        retryAfter: trouble.passing ? limits.storeProbe / 1000 : undefined,
      }]);
    } else if (this.#queue.length >= limits.storeQueue || this.#refusals.get(waiting.gateway)) {
      this.#answer([waiting], [{
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
    for (const post of toPosts(commit.events)) this.#bus.post(post);
    for (const event of commit.events) this.#beacon.note(event.room, event.seq);
    this.#answer(batch, commit.answers);
    if (commit.memberships.length > 0) {
      this.#tellAll({ op: "memberships", changes: commit.memberships });
    }
    if (commit.notices.length > 0) this.#tellAll({ op: "notices", notices: commit.notices });
    if (commit.people.length > 0) {
      for (const { person } of commit.people) this.#hub.rename(person);
      this.#tellAll({ op: "people", changes: commit.people });
    }
    if (commit.endedSessions.length > 0) {
      this.#tellAll({ op: "ended-sessions", tokenHashes: commit.endedSessions });
    }
    for (const [index, { write }] of batch.entries()) {
      const answer = commit.answers[index];
      if (answer.ok) this.#goOn(write, answer.outcome);
    }
    this.#health.resumed();
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
    this.#answer(batch, [{ ok: false, code, message }]);
  }

  #onHealth(): void {
    const { trouble } = this.#health;
    this.#tellAll({ op: "health", trouble: trouble?.message });
    if (!trouble) { for (const waiting of this.#postponed.splice(0)) this.#enqueue(waiting); }
  }

  /** Starts what a write that is done has to be followed by. */
  #goOn(write: Write, outcome: Outcomes[WriteKind]): void {
    // Of what an earlier try brought into the log nobody was told, if its end was not known here.
    if ("seq" in outcome && "room" in outcome) this.#beacon.note(outcome.room, outcome.seq);
    if (write.kind === "register" && write.passwordHash === undefined && "person" in outcome) {
      this.#grace.begin(outcome.person.id);
    } else if (write.kind === "delete-account" && write.messages === "erase") {
      this.#eraseMore(write.person.id);
    } else if (write.kind === "erase-messages" && "done" in outcome && !outcome.done) {
      this.#eraseMore(write.account);
    }
    this.#expiry.goOn(write, outcome);
  }

  #eraseMore(account: string): void {
    this.write({ kind: "erase-messages", account });
  }

  #answer(batch: Waiting[], answers: WriteAnswer[]): void {
    const byGateway = new Map<number, { ref: number; answer: WriteAnswer }[]>();
    batch.forEach(({ gateway, ref }, index) => {
      let items = byGateway.get(gateway);
      if (!items) byGateway.set(gateway, items = []);
      items.push({ ref, answer: answers[index] });
    });
    for (const [gateway, items] of byGateway) {
      const line = this.#gateways.get(gateway);
      if (line && items.some(({ answer }) => isPutOff(answer))) {
        this.#refusals.set(gateway, (this.#refusals.get(gateway) ?? 0) + 1);
      }
      line?.post({ op: "answers", items });
    }
  }

  #tellAll(message: ToGateway): void {
    for (const line of this.#gateways.values()) line.post(message);
  }

  #onPresence(change: PresenceChange): void {
    if (change.state === "offline" && change.person.guest) this.#grace.begin(change.person.id);
    if (this.#presenceChanges.push(change) > 1) return;
    setImmediate(() => {
      const changes = this.#presenceChanges;
      this.#presenceChanges = [];
      this.#bus.post({ kind: "presence", version: this.#hub.version, changes });
    });
  }

  #releaseGuest(account: string): void {
    if (this.#hub.isOnline(account)) return;
    this.write({ kind: "release-guest", account });
    this.#strangers.forget(account);
  }
}
