/**
 * Frames about webhooks: incoming ones post into a room, outgoing ones tell of what happens in it.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";
import { Line, NEXT, PAGE, request, RoomId, RoomRef, Seq, Time } from "./base.ts";

/** A webhook of a room. */
export const Hook = v.object({
  id: v.string(),
  kind: v.picklist(["incoming", "outgoing"]),
  room: RoomId,
  name: v.string(),
  createdAt: Time,
  /** Where an outgoing one posts to. */
  url: v.optional(v.string()),
  /** `seq` up to which an outgoing one has delivered. */
  cursor: v.optional(Seq),
  /** Why its last delivery failed, and how often it was tried since one went well. */
  error: v.optional(v.string()),
  failures: v.optional(v.number()),
  /** Its receiver answered 410 Gone: nothing is delivered any more. */
  disabled: v.optional(v.boolean()),
});
export type Hook = v.InferOutput<typeof Hook>;

const Name = v.pipe(
  Line,
  v.minLength(1, "is empty"),
  v.maxLength(limits.displayLength, `is longer than ${limits.displayLength} characters`),
);

/** Requests about webhooks. */
export const HOOK_REQUESTS = {
  /** A URL that posts into the room whatever is sent to it. The URL is shown once. */
  "create-incoming-hook": {
    input: request("create-incoming-hook", { room: RoomRef, name: Name }),
    result: v.object({ hook: Hook, path: v.string() }),
  },
  /** A URL that is told of the room's events from now on. The secret that signs them is shown once. */
  "create-outgoing-hook": {
    input: request("create-outgoing-hook", {
      room: RoomRef,
      name: Name,
      url: v.pipe(
        v.string("must be a string"),
        v.maxLength(limits.hookUrlLength, `is longer than ${limits.hookUrlLength} characters`),
        v.url("is not a URL"),
      ),
    }),
    result: v.object({ hook: Hook, secret: v.string() }),
  },
  /** The room's webhooks, newest first. */
  "hooks": {
    input: request("hooks", { room: RoomRef, ...PAGE }),
    result: v.object({ hooks: v.array(Hook), ...NEXT }),
  },
  "delete-hook": {
    input: request("delete-hook", { room: RoomRef, hook: v.pipe(v.string(), v.maxLength(64)) }),
    result: v.object({}),
  },
} as const;
