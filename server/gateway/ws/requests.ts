/**
 * The requests of one connection: carried out within their limits, each answered, sends in order.
 * @module
 */
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import type { Request, ServerFrame } from "../../../shared/protocol/mod.ts";
import { TokenBucket } from "../../../shared/token_bucket.ts";
import { hasNoMention } from "../../chat/mentions.ts";
import { spendSend } from "../../commands/allowance.ts";
import { carryOut } from "../../commands/carry_out.ts";
import type { CommandContext } from "../../commands/command.ts";
import { holdBack, prepareSend, type SendWrite, toAppend } from "../../commands/send.ts";
import type { Gateway } from "../gateway.ts";

/** Milliseconds after which to ask whether a message before this one has come again. */
const TURN = 100;

/** A message that was refused and has to come again before those behind it. */
interface Owed {
  id: string;
  /** Where it stood among the connection's messages. */
  place: number;
  /** Time until which others wait for it. */
  until: number;
}

export class Requests {
  readonly #gateway: Gateway;
  readonly #reply: (frame: ServerFrame) => void;
  readonly #bucket: TokenBucket;
  #inFlight = 0;
  /** Messages that came so far. */
  #places = 0;
  /** The first of those that had to be refused and may be tried again. */
  #owed: Owed | undefined;
  /** How many the store put off. */
  #putOff = 0;
  /** Sends go to the store one behind the other: the last one for which something is looked up. */
  #lookingUp: Promise<unknown> | undefined;

  constructor(gateway: Gateway, reply: (frame: ServerFrame) => void) {
    this.#gateway = gateway;
    this.#reply = reply;
    this.#bucket = new TokenBucket(limits.requestsPerSecond, limits.requestBurst, gateway.now());
  }

  /** Takes one off the connection's allowance. @returns 0, or the milliseconds to wait. */
  spend(): number {
    return this.#bucket.take(this.#gateway.now());
  }

  /**
   * Carries out a request and answers it: `ack`, `done` or `refuse`.
   *
   * @param context undefined until the connection was welcomed.
   * @param followed the rooms that the connection follows, by id.
   */
  async answer(
    frame: Request,
    context: CommandContext | undefined,
    followed: Pick<ReadonlySet<string>, "has">,
  ): Promise<void> {
    try {
      if (!context) throw new ParleyError("busy", "Wait for the welcome first.", 1);
      if (this.#gateway.stopping) {
        throw new ParleyError("busy", "The server stops. Ask again when it is back.", 1);
      }
      if (this.#inFlight >= limits.requestsInFlight) {
        throw new ParleyError("busy", "Too many of your requests wait for an answer.", 1);
      }
      this.#inFlight++;
      try {
        if (frame.type === "send") await this.#send(context, frame, followed);
        else await this.#run(context, frame);
      } finally {
        this.#inFlight--;
      }
    } catch (error) {
      const { code, message, retryAfter } = this.#gateway.refusalOf(error);
      this.#reply({ type: "refuse", id: frame.id, code, message, retryAfter });
    }
  }

  async #send(
    context: CommandContext,
    frame: Request<"send">,
    followed: Pick<ReadonlySet<string>, "has">,
  ): Promise<void> {
    const place = ++this.#places;
    try {
      this.#judgeTurn(frame.id);
      // Before anything is looked up: refused messages cost as well.
      spendSend(context);
    } catch (error) {
      this.#owe(frame.id, place, error);
      throw error;
    }
    const putOff = this.#putOff;
    // Promises that are resolved already would be most of what a message leaves to the garbage collector.
    const write = !this.#lookingUp && isPlain(context, frame) && followed.has(frame.room)
      ? toAppend(context, frame, frame.room)
      : await this.#lookUp(context, frame);
    try {
      // It was on its way here when one before it was put off.
      if (this.#putOff > putOff) {
        throw new ParleyError("busy", "A message before this one has to be sent again first.", 1);
      }
      if (this.#gateway.fanOut.isBehind) {
        throw new ParleyError("busy", "The server has too much to deliver. Try again.", 1);
      }
      const { seq, at, room } = await context.store.write(write);
      const caughtUp = this.#gateway.fanOut.caughtUp(room);
      if (caughtUp) await caughtUp;
      this.#reply({ type: "ack", id: frame.id, room, seq, at });
    } catch (error) {
      if (holdBack(context, error)) this.#putOff++;
      this.#owe(frame.id, place, error);
      throw error;
    }
  }

  /** What a message names, once all messages before it were looked up and handed to the store. */
  #lookUp(context: CommandContext, frame: Request<"send">): Promise<SendWrite> {
    const prepared = (this.#lookingUp ?? Promise.resolve()).then(() => prepareSend(context, frame));
    const done = () => {
      if (this.#lookingUp === settled) this.#lookingUp = undefined;
    };
    const settled = this.#lookingUp = prepared.then(done, done);
    return prepared;
  }

  /**
   * What was under way behind a refused message must not overtake it, even if that one comes again a
   * moment too early and the rest a moment later.
   *
   * @throws {ParleyError} `busy` for a message that is behind one that is owed.
   */
  #judgeTurn(id: string): void {
    const owed = this.#owed;
    const now = this.#gateway.now();
    if (!owed || owed.id === id || now >= owed.until) {
      this.#owed = undefined;
      return;
    }
    const wait = Math.max(owed.until - limits.sendRetry - now, TURN);
    throw new ParleyError(
      "busy",
      "A message before this one has to be sent again first.",
      wait / 1000,
    );
  }

  #owe(id: string, place: number, error: unknown): void {
    if (!(error instanceof ParleyError) || error.retryAfter === undefined) return;
    if (this.#owed && this.#owed.place < place) return;
    // Whoever never sends it again is not held up for long.
    const until = this.#gateway.now() + error.retryAfter * 1000 + limits.sendRetry;
    this.#owed = { id, place, until };
  }

  async #run(context: CommandContext, frame: Request): Promise<void> {
    const wait = this.spend();
    if (wait > 0) {
      throw new ParleyError("rate-limited", "You ask too much at once.", wait / 1000);
    }
    this.#reply({ type: "done", id: frame.id, result: await carryOut(context, frame) });
  }
}

/** True if nothing has to be looked up to append this message to a room that its author is in. */
function isPlain(context: CommandContext, { to, text }: Request<"send">): boolean {
  return to === undefined && hasNoMention(text) && context.grant === undefined;
}
