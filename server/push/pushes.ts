/**
 * Tells people who have no device connected of mentions and direct messages, by Web Push. A cursor for each
 * room says up to where that was done; whoever moves it on tells, so that nobody is told twice.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { limits } from "../../shared/limits.ts";
import type { StoreClient } from "../store/client.ts";
import type { Reader } from "../store/log.ts";
import type { PushSubscription } from "../store/readers/push.ts";
import { type Call, callIn, type PushNotification } from "./notification.ts";
import type { PushResult } from "./sender.ts";

/** What pushes work with. */
export interface Surroundings {
  reader: Pick<Reader, "push" | "range" | "room">;
  store: Pick<StoreClient, "write">;
  /** Accounts with a device connected. */
  online(): Promise<ReadonlySet<string>>;
  /** @throws why there was no answer. */
  send(
    subscription: PushSubscription,
    notification: PushNotification,
    stopped: AbortSignal,
  ): Promise<PushResult>;
  /** Milliseconds since 1970. */
  now(): number;
}

interface Push extends Call {
  subscription: PushSubscription;
  /** Until then it is told when the person has no device connected any more. */
  until: number;
}

const logger = getLogger(["parley", "push"]);

export class Pushes {
  readonly #with: Surroundings;
  readonly #abort = new AbortController();
  #heads = new Map<string, number>();
  /** Of people who have a device connected. */
  #waiting: Push[] = [];
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
  }

  /** Looks for what came while nobody looked. */
  async start(): Promise<void> {
    this.news(await this.#with.reader.push.behind(this.#with.now() - limits.pushAge));
  }

  /** These rooms' logs are so long by now. */
  news(heads: readonly [room: string, head: number][]): void {
    for (const [room, head] of heads) this.#heads.set(room, head);
    if (this.#heads.size > 0) this.#gather();
  }

  /** Starts nothing new, and gives what is under way some time to finish. */
  async stop(): Promise<void> {
    clearTimeout(this.#gathering);
    const timer = setTimeout(() => this.#abort.abort(), limits.closeTime);
    await this.#looking;
    clearTimeout(timer);
  }

  #gather(): void {
    this.#gathering ??= setTimeout(() => {
      this.#looking = this.#look()
        .catch((error) => logger.error("Rooms could not be looked through: {error}", { error }))
        .finally(() => {
          this.#gathering = undefined;
          const isMore = this.#heads.size + this.#waiting.length > 0;
          if (isMore && !this.#abort.signal.aborted) this.#gather();
        });
    }, limits.pushGatherTime);
  }

  async #look(): Promise<void> {
    const heads = this.#heads;
    this.#heads = new Map();
    const pushes = await this.#stillUnread();
    for (const [room, head] of heads) pushes.push(...await this.#dueIn(room, head));
    if (pushes.length === 0) return;
    const online = await this.#with.online();
    const isOnline = ({ subscription }: Push) => online.has(subscription.account);
    this.#waiting = pushes.filter(isOnline).slice(-limits.pushWaiting);
    const due = pushes.filter((push) => !isOnline(push));
    // So many at once, and each takes the next when it is done.
    const sendSome = async () => {
      for (let push = due.shift(); push; push = due.shift()) await this.#send(push);
    };
    await Promise.all(Array.from({ length: limits.pushPosts }, sendSome));
  }

  /** What waits, without what was read meanwhile or waits too long. */
  async #stillUnread(): Promise<Push[]> {
    const { reader, now } = this.#with;
    const unread: Push[] = [];
    for (const push of this.#waiting) {
      const { notification, subscription, seq, until } = push;
      if (now() >= until) continue;
      const you = (await reader.room(notification.room, subscription.account))?.room.you;
      if (you && you.read < seq) unread.push(push);
    }
    return unread;
  }

  async #dueIn(room: string, head: number): Promise<Push[]> {
    const { reader, store, now } = this.#with;
    const subscriptions = await reader.push.subscribers(room);
    if (subscriptions.length === 0) return [];
    const { after } = await store.write({ kind: "claim-push", room, upTo: head });
    if (after >= head) return [];
    const events = await reader.range(room, { after, upTo: head }, {
      events: limits.pushEvents,
      bytes: limits.pushBytes,
      newestFirst: true,
    });
    const pushes: Push[] = [];
    for (const subscription of subscriptions) {
      const { account, createdAt } = subscription;
      const seen = await reader.room(room, account);
      const since = Math.max(createdAt, now() - limits.pushAge);
      const call = seen && callIn(events, seen.room, account, since);
      if (call) pushes.push({ ...call, subscription, until: now() + limits.pushWait });
    }
    return pushes;
  }

  async #send({ subscription, notification }: Push): Promise<void> {
    const { store, send } = this.#with;
    const { signal } = this.#abort;
    let result: PushResult;
    try {
      if (signal.aborted) return;
      result = await send(subscription, notification, signal);
    } catch (error) {
      if (signal.aborted) return;
      logger.debug("A push service gave no answer: {reason}", { reason: (error as Error).message });
      result = "failed";
    }
    if (result === "ok" && subscription.failures === 0) return;
    await store.write({ kind: "note-push", endpoint: subscription.endpoint, result });
  }
}
