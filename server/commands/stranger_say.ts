/**
 * Says something to the stranger. It is kept nowhere.
 * @module
 */
import { spendSend } from "./allowance.ts";
import type { ServerCommand } from "./command.ts";
import { connectionOf } from "./connection_of.ts";

export const strangerSay: ServerCommand<"stranger-say"> = {
  type: "stranger-say",
  summary: "Say something to the stranger",
  access: { scope: "account", who: "guest" },
  // As for stranger-next.
  http: [],
  // Nothing is awaited before the hub has it: what one says arrives in the order in which it was said.
  run: (context, { text }) => {
    const { strangers } = connectionOf(context);
    spendSend(context);
    return strangers.ask({ name: "say", text });
  },
};
