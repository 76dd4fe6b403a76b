/**
 * Frames of the pair rooms: two people who don't know each other's name. Nothing of it is stored.
 * @module
 */
import * as v from "valibot";
import { Line, request, Time } from "./base.ts";
import { MessageText } from "./message.ts";

/** Where a connection stands: it waits for a stranger, is with one, or neither. */
export const StrangerState = v.picklist(["waiting", "paired", "none"]);
export type StrangerState = v.InferOutput<typeof StrangerState>;

const Standing = v.object({ state: StrangerState });

/** Requests of pair rooms. They belong to a connection: over HTTP there is none. */
export const STRANGER_REQUESTS = {
  /** Meets a stranger: the next one, if there is one already. Answered at once; `stranger` tells the rest. */
  "stranger-next": { input: request("stranger-next", {}), result: Standing },
  /** Ends the pair room, or the waiting. */
  "stranger-leave": { input: request("stranger-leave", {}), result: Standing },
  "stranger-say": {
    input: request("stranger-say", { text: MessageText }),
    result: v.object({ at: Time }),
  },
  /** Ends the pair room; these two never meet again. */
  "stranger-block": { input: request("stranger-block", {}), result: Standing },
  /** Tells the administrators who it was and what was last said, and blocks. */
  "stranger-report": {
    input: request("stranger-report", { reason: v.pipe(Line, v.minLength(1, "is empty")) }),
    result: Standing,
  },
} as const;

/** Server → client: the standing changed by itself: a stranger came, or left. */
export const Stranger = v.object({
  type: v.literal("stranger"),
  ...Standing.entries,
  /** Why a pair room ended. */
  ended: v.optional(v.picklist(["left", "next", "gone"])),
});
export type Stranger = v.InferOutput<typeof Stranger>;
/** Server → client: what the stranger said. May get lost when a connection breaks. */
export const StrangerSays = v.object({
  type: v.literal("stranger-says"),
  text: v.string(),
  at: Time,
});
