/**
 * Appends a message to a room.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { Request } from "../../shared/protocol/mod.ts";
import { judgeAsker } from "../chat/permissions.ts";
import { notThere } from "../chat/sending.ts";
import type { Outcomes, WriteOf } from "../store/log.ts";
import type { CommandContext, ServerCommand } from "./command.ts";
import { placeOf } from "./room_ref.ts";

type Sender = Pick<CommandContext, "person" | "store" | "allowance" | "now">;

/** The write of a message as it was asked for. Membership is judged where the event is committed. */
export function toAppend(
  context: Pick<CommandContext, "person">,
  input: Request<"send">,
  room: string,
): WriteOf<"append"> {
  return {
    kind: "append",
    author: context.person,
    room,
    requestId: input.id,
    text: input.text,
    action: input.action,
    replyTo: input.replyTo,
  };
}

/** Looks up what a message names. @throws {ParleyError} `not-found` for a room that there isn't. */
export async function prepareSend(
  context: CommandContext,
  input: Request<"send">,
): Promise<WriteOf<"append">> {
  judgeAsker(context, send.access);
  const { room } = await placeOf(context, input.room);
  if (context.grant?.rooms?.includes(room.id) === false) throw notThere();
  return toAppend(context, input, room.id);
}

/** @throws {ParleyError} `rate-limited` with `retryAfter` if the asker has no message left to send. */
export async function append(
  context: Sender,
  write: WriteOf<"append">,
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
    return await context.store.write(write);
  } catch (error) {
    // What comes behind a message that has to be sent again must not overtake it.
    if (error instanceof ParleyError && error.retryAfter !== undefined) {
      context.allowance.pause(context.person.id, context.now() + error.retryAfter * 1000);
    }
    throw error;
  }
}

/**
 * That the author is a member is judged by the store, which knows an earlier try of the same message:
 * that one stays acknowledged, even if its author has left since.
 */
export const send: ServerCommand<"send"> = {
  type: "send",
  summary: "Append a message to a room",
  access: { scope: "send", who: "guest" },
  http: [{ method: "POST", path: "/v1/rooms/:room/messages", status: 201 }],
  run: async (context, input) => await append(context, await prepareSend(context, input)),
};
