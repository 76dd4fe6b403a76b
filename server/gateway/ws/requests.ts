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

export class Requests {
  readonly #gateway: Gateway;
  readonly #reply: (frame: ServerFrame) => void;
  readonly #bucket: TokenBucket;
  #inFlight = 0;
  /** How many sends had to be refused that may be tried again. */
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
    // Before anything is looked up: refused messages cost as well.
    spendSend(context);
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
      this.#reply({ type: "ack", id: frame.id, room, seq, at });
    } catch (error) {
      if (holdBack(context, error)) this.#putOff++;
      throw error;
    }
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
