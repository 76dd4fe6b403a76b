/**
 * Delivers what happens in rooms to their outgoing webhooks. Each has a cursor in the room's log, which
 * moves when its receiver has taken what comes behind it: nothing is left out, whatever stops in between.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { limits } from "../../shared/limits.ts";
import { VERSION } from "../../shared/version.ts";
import type { StoreClient } from "../store/client.ts";
import type { Reader } from "../store/log.ts";
import type { DueHook } from "../store/readers/hooks.ts";
import { retryDelay } from "./backoff.ts";
import type { Poster } from "./post.ts";
import { signatureHeaders } from "./signature.ts";

/** What deliveries work with. */
export interface Surroundings {
  reader: Pick<Reader, "hooks" | "range">;
  store: Pick<StoreClient, "write">;
  post: Poster;
  /** Milliseconds since 1970. */
  now(): number;
  /** 0 ≤ random < 1. */
  random(): number;
}

/** How a receiver says that it wants nothing any more. */
const GONE = 410;

const logger = getLogger(["parley", "hooks"]);

/** What an answer that is no success means, for the room's moderators. */
function describeStatus(status: number): string {
  if (status === GONE) return "It answered 410 Gone: nothing is delivered any more.";
  const redirect = status >= 300 && status < 400;
  return `It answered ${status}${redirect ? "; redirects are not followed" : ""}.`;
}

export class Deliveries {
  readonly #with: Surroundings;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #abort = new AbortController();
  #pausedUntil = 0;
  #looking = false;
  #lookAgain = false;
  #stopping = false;
  /** They could not be looked up, and the log says so. */
  #unwell = false;

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
  }

  /** Looks which webhooks have something to deliver, and delivers it. Call it whenever there may be some. */
  wake(): void {
    this.#lookAgain = true;
    if (this.#looking) return;
    this.#looking = true;
    this.#look().then(() => this.#unwell = false, (error) => {
      if (!this.#unwell) logger.error("Webhooks can't be looked up: {error}", { error });
      this.#unwell = true;
    });
  }

  /** Starts nothing new, and gives what is under way some time to finish. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const timer = setTimeout(() => this.#abort.abort(), limits.closeTime);
    await Promise.all(this.#underWay.values());
    clearTimeout(timer);
  }

  async #look(): Promise<void> {
    try {
      while (this.#lookAgain && !this.#stopping && this.#with.now() >= this.#pausedUntil) {
        this.#lookAgain = false;
        // Those under way may be the first ones, and as many again are enough to fill every place.
        const due = await this.#with.reader.hooks.due(this.#with.now(), 2 * limits.hookDeliveries);
        for (const hook of due) {
          if (this.#underWay.size >= limits.hookDeliveries) break;
          if (!this.#underWay.has(hook.id)) this.#start(hook);
        }
      }
    } finally {
      this.#looking = false;
    }
  }

  #start(hook: DueHook): void {
    const delivery = this.#deliver(hook)
      .catch((error) => {
        // What can't be noted would be delivered over and over.
        this.#pausedUntil = this.#with.now() + limits.hookPause;
        logger.error("A delivery of webhook {hook} could not be noted: {error}", {
          hook: hook.id,
          error,
        });
      })
      .finally(() => {
        this.#underWay.delete(hook.id);
        this.wake();
      });
    this.#underWay.set(hook.id, delivery);
  }

  async #deliver(hook: DueHook): Promise<void> {
    const { store, reader } = this.#with;
    const { id, name, room, cursor, head } = hook;
    const events = await reader.range(room.id, { after: cursor, upTo: head }, {
      events: limits.hookEvents,
      bytes: limits.hookBytes,
    });
    let status: number;
    try {
      status = await this.#post(hook, JSON.stringify({ hook: { id, name }, room, events }));
    } catch (error) {
      // Stopped in the middle: after the next start it is delivered again.
      if (this.#abort.signal.aborted) return;
      return await this.#failed(hook, (error as Error).message);
    }
    if (status < 200 || status >= 300) {
      return await this.#failed(hook, describeStatus(status), status === GONE);
    }
    await store.write({ kind: "hook-delivered", hook: id, cursor: events.at(-1)!.seq });
  }

  async #post(hook: DueHook, body: string): Promise<number> {
    const { post, now } = this.#with;
    const deadline = AbortSignal.timeout(limits.hookTime);
    try {
      return await post({
        url: hook.url,
        headers: {
          "content-type": "application/json",
          "user-agent": `Parley/${VERSION}`,
          ...signatureHeaders(hook.secret, body, now()),
        },
        body,
        attempt: hook.failures,
        signal: AbortSignal.any([deadline, this.#abort.signal]),
      });
    } catch (error) {
      if (!deadline.aborted) throw error;
      throw new Error(`It didn't answer within ${limits.hookTime / 1000} s.`);
    }
  }

  async #failed(hook: DueHook, error: string, gone = false): Promise<void> {
    const failures = hook.failures + 1;
    const delay = retryDelay(failures, this.#with.random());
    const tryAt = gone ? undefined : this.#with.now() + delay;
    await this.#with.store.write({ kind: "hook-failed", hook: hook.id, error, tryAt });
    logger.debug("Webhook {hook} failed: {error}", { hook: hook.id, error });
  }
}
