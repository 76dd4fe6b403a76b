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
import { append, holdBack, prepareSend, toAppend } from "../../commands/send.ts";
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
  /** Sends go to the store one behind the other, also while a room is looked up by its name. */
  #order: Promise<unknown> = Promise.resolve();

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
   * @param follows tells the rooms that the connection follows, by id.
   */
  async answer(
    frame: Request,
    context: CommandContext | undefined,
    follows: (room: string) => boolean,
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
        if (frame.type === "send") await this.#send(context, frame, follows);
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
    follows: (room: string) => boolean,
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
    const prepared = this.#order.then(() =>
      isPlain(context, frame) && follows(frame.room)
        ? toAppend(context, frame, frame.room)
        : prepareSend(context, frame)
    );
    this.#order = prepared.catch(() => {});
    const putOff = this.#putOff;
    const write = await prepared;
    try {
      // It was on its way here when one before it was put off.
      if (this.#putOff > putOff) {
        throw new ParleyError("busy", "A message before this one has to be sent again first.", 1);
      }
      if (this.#gateway.fanOut.isBehind) {
        throw new ParleyError("busy", "The server has too much to deliver. Try again.", 1);
      }
      const { seq, at, room } = await append(context, write);
      await this.#gateway.fanOut.caughtUp(room);
      this.#reply({ type: "ack", id: frame.id, room, seq, at });
    } catch (error) {
      if (holdBack(context, error)) this.#putOff++;
      this.#owe(frame.id, place, error);
      throw error;
    }
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
