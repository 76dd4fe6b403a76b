/**
 * Says that nobody is at this device, or that somebody is again.
 * @module
 */
import type { ServerCommand } from "./command.ts";
import { connectionOf } from "./connection_of.ts";

export const idle: ServerCommand<"idle"> = {
  type: "idle",
  summary: "Nobody is at this device, or somebody is again",
  access: { scope: "account", who: "guest" },
  // A device is a connection: over HTTP there is none.
  http: [],
  run(context, input) {
    connectionOf(context).setIdle(input.idle);
    return Promise.resolve({});
  },
};
