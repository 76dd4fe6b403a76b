/**
 * Changes a message: what `edit`, `delete`, `react` and `pin` have in common.
 * @module
 */
import type { MessageChange } from "../chat/messages.ts";
import type { Outcomes } from "../store/log.ts";
import { spendSend } from "./allowance.ts";
import type { CommandContext, Place } from "./command.ts";

/** A change is an event like a message, and counts as one that is sent. */
export async function changeMessage(
  context: CommandContext,
  { room }: Place,
  target: number,
  change: MessageChange,
): Promise<Outcomes["change-message"]> {
  spendSend(context);
  const { person: author, administrator } = context;
  return await context.store.write({
    kind: "change-message",
    author,
    administrator,
    room: room.id,
    target,
    change,
  });
}
