/**
 * Ends the pair room, or the waiting for a stranger.
 * @module
 */
import type { ServerCommand } from "./command.ts";
import { connectionOf } from "./connection_of.ts";

export const strangerLeave: ServerCommand<"stranger-leave"> = {
  type: "stranger-leave",
  summary: "Leave the stranger, or stop waiting for one",
  access: { scope: "account", who: "guest" },
  // As for stranger-next.
  http: [],
  run: (context) => connectionOf(context).strangers.ask({ name: "leave" }),
};
