/**
 * Ends the pair room for good: these two never meet again.
 * @module
 */
import type { CommandContext, ServerCommand } from "./command.ts";
import { connectionOf } from "./connection_of.ts";
import type { StrangerAsks } from "../strangers/messages.ts";

/** Blocks the stranger, now and after a restart. @returns whom, which the asker must not learn. */
export async function blockStranger(
  context: CommandContext,
): Promise<StrangerAsks["block"]["gives"]> {
  const blocked = await connectionOf(context).strangers.ask({ name: "block" });
  await context.store.write({
    kind: "block-stranger",
    account: context.person.id,
    blocked: blocked.account,
  });
  return blocked;
}

export const strangerBlock: ServerCommand<"stranger-block"> = {
  type: "stranger-block",
  summary: "Leave the stranger and never meet them again",
  access: { scope: "account", who: "guest" },
  // As for stranger-next.
  http: [],
  async run(context) {
    const { state } = await blockStranger(context);
    return { state };
  },
};
