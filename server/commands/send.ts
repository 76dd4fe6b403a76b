/**
 * Appends a message to a room, or to the direct room of those whom it is for.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { Request } from "../../shared/protocol/mod.ts";
import { type Addressed, addressedTo } from "../chat/addressing.ts";
import { judgeAsker } from "../chat/permissions.ts";
import { notThere } from "../chat/sending.ts";
import type { Outcomes, WriteOf } from "../store/log.ts";
import { spendSend } from "./allowance.ts";
import type { CommandContext, ServerCommand } from "./command.ts";
import { mentionedIn } from "./mentioned.ts";
import { circleOf } from "./person_ref.ts";
import { placeOf } from "./room_ref.ts";

/** What is written for a message: it goes to the whole room, or to some people alone. */
export type SendWrite = WriteOf<"append" | "whisper">;

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

/**
 * Looks up what a message names.
 *
 * @throws {ParleyError} `not-found` for a room that there isn't, or a name that nobody has, …
 */
export async function prepareSend(
  context: CommandContext,
  input: Request<"send">,
): Promise<SendWrite> {
  judgeAsker(context, send.access);
  try {
    return await lookUp(context, input);
  } catch (error) {
    // An earlier try stays acknowledged, whatever has changed since: the store knows it by its id.
    const before = await context.reader.messages.sent(context.person.id, input.id);
    if (!before || !mayUse(context, before.room)) throw error;
    return toAppend(context, input, before.room);
  }
}

async function lookUp(context: CommandContext, input: Request<"send">): Promise<SendWrite> {
  const { room, role } = await placeOf(context, input.room);
  // Whoever is no member is refused by the store, and learns nothing of the room before that.
  if (!mayUse(context, room.id) || (input.to && !role)) throw notThere();
  const addressed = addressedTo(input, role !== undefined && room.addressing === true);
  if (addressed) return await toWhisper(context, input, room.id, addressed);
  return { ...toAppend(context, input, room.id), ...await mentionedIn(context, input.text) };
}

async function toWhisper(
  context: CommandContext,
  input: Request<"send">,
  via: string,
  { text, to }: Addressed,
): Promise<WriteOf<"whisper">> {
  if (context.grant?.rooms) {
    throw new ParleyError(
      "forbidden",
      "This API token is for some rooms only: it can't write to people alone. Nothing was sent.",
    );
  }
  const { person: author } = context;
  const { id: requestId, action } = input;
  const people = await circleOf(context, to).catch((error) => {
    if (!(error instanceof ParleyError)) throw error;
    throw new ParleyError(error.code, `${error.message} Nothing was sent.`);
  });
  const { mentions } = await mentionedIn(context, text);
  return { kind: "whisper", author, people, via, requestId, text, action, mentions };
}

/** False for a room that the asker's token is not for. */
function mayUse({ grant }: Pick<CommandContext, "grant">, room: string): boolean {
  return grant?.rooms?.includes(room) !== false;
}

/** Hands a message that was taken off the asker's allowance to the store. */
export async function append(
  context: Sender,
  write: SendWrite,
): Promise<Outcomes["append"]> {
  try {
    return await context.store.write(write);
  } catch (error) {
    holdBack(context, error);
    throw error;
  }
}

/**
 * What comes behind a message that has to be sent again must not overtake it.
 *
 * @returns whether this one, which was refused so, has to.
 */
export function holdBack(
  { allowance, person, now }: Pick<CommandContext, "allowance" | "person" | "now">,
  error: unknown,
): boolean {
  if (!(error instanceof ParleyError) || error.retryAfter === undefined) return false;
  allowance.pause(person.id, now() + error.retryAfter * 1000);
  return true;
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
  async run(context, input) {
    spendSend(context);
    return await append(context, await prepareSend(context, input));
  },
};
