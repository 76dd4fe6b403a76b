/**
 * Appends a message to a room. It is answered by `ack` instead of `done`, so it stands beside the table.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { Send } from "../../shared/protocol/mod.ts";
import type { Outcomes } from "../store/log.ts";
import type { CommandContext } from "./command.ts";

/** Where `send` is found over HTTP. */
export const SEND_ROUTE = { method: "POST", path: "/v1/rooms/:room/messages" } as const;

/**
 * Appends the message.
 *
 * @param room the room's id. Membership is checked where the event is committed.
 * @throws {ParleyError} `rate-limited` with `retryAfter` if the asker has no message left to send.
 */
export async function send(
  context: Pick<CommandContext, "person" | "store" | "allowance" | "now">,
  room: string,
  input: Send,
): Promise<Outcomes["append"]> {
  const wait = context.allowance.take(context.person.id, context.now());
  if (wait > 0) {
    throw new ParleyError(
      "rate-limited",
      "You send faster than this server allows. Wait a moment.",
      wait / 1000,
    );
  }
  try {
    return await context.store.write({
      kind: "append",
      author: context.person,
      room,
      requestId: input.id,
      text: input.text,
      action: input.action,
    });
  } catch (error) {
    // What comes behind a message that has to be sent again must not overtake it.
    if (error instanceof ParleyError && error.retryAfter !== undefined) {
      context.allowance.pause(context.person.id, context.now() + error.retryAfter * 1000);
    }
    throw error;
  }
}
