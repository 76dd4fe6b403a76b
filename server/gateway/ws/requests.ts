/**
 * The requests of one connection: carried out within their limits, each answered, sends in order.
 * @module
 */
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import type { ClientFrame, RequestType, Send, ServerFrame } from "../../../shared/protocol/mod.ts";
import { TokenBucket } from "../../../shared/token_bucket.ts";
import type { Command, CommandContext } from "../../commands/command.ts";
import { roomId } from "../../commands/room_ref.ts";
import { send } from "../../commands/send.ts";
import { COMMANDS } from "../../commands/table.ts";
import type { Gateway } from "../gateway.ts";

/** What a client may ask once it was welcomed. */
export type RequestFrame = Exclude<ClientFrame, { type: "hello" | "ping" }>;

export class Requests {
  readonly #gateway: Gateway;
  readonly #reply: (frame: ServerFrame) => void;
  readonly #bucket: TokenBucket;
  #inFlight = 0;
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
    frame: RequestFrame,
    context: CommandContext | undefined,
    follows: (room: string) => boolean,
  ): Promise<void> {
    try {
      if (!context) throw new ParleyError("busy", "Wait for the welcome first.", 1);
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
    frame: Send,
    follows: (room: string) => boolean,
  ): Promise<void> {
    const room = this.#order.then(() =>
      follows(frame.room) ? frame.room : roomId(context, frame.room)
    );
    this.#order = room.catch(() => {});
    const { seq, at, room: where } = await send(context, await room, frame);
    this.#reply({ type: "ack", id: frame.id, room: where, seq, at });
  }

  async #run(
    context: CommandContext,
    frame: Extract<RequestFrame, { type: RequestType }>,
  ): Promise<void> {
    const wait = this.spend();
    if (wait > 0) {
      throw new ParleyError("rate-limited", "You ask too much at once.", wait / 1000);
    }
    const command = COMMANDS[frame.type] as Command;
    this.#reply({ type: "done", id: frame.id, result: await command.run(context, frame) });
  }
}
