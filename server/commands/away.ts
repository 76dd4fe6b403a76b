/**
 * Says that one is away, whatever one's devices do, or that one is back.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { ServerCommand } from "./command.ts";

export const away: ServerCommand<"away"> = {
  type: "away",
  summary: "Be away, with a word about it, or be back",
  access: { scope: "send", who: "guest" },
  http: [{ method: "PUT", path: "/v1/me/away" }],
  run(context, input) {
    if (!context.online.get(context.person.id)) {
      throw new ParleyError("conflict", "You are offline, and nobody is told more than that.");
    }
    context.store.away(context.person.id, input.away ? { text: input.text } : undefined);
    return Promise.resolve({});
  },
};
