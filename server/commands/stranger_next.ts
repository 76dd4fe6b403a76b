/**
 * Meets a stranger: the next one, if there is one already.
 * @module
 */
import type { ServerCommand } from "./command.ts";
import { connectionOf } from "./connection_of.ts";

export const strangerNext: ServerCommand<"stranger-next"> = {
  type: "stranger-next",
  summary: "Meet a stranger, or the next one",
  // Strangers meet people, not programs: no token may.
  access: { scope: "account", who: "guest" },
  // A stranger is met at a connection: an HTTP request is over before one says a word.
  http: [],
  run: (context) => connectionOf(context).strangers.ask({ name: "next" }),
};
