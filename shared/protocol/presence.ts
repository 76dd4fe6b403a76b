/**
 * Frames about who is there: the request `online`, and `presence`, which may get lost.
 * @module
 */
import * as v from "valibot";
import { Person, RequestId, RoomRef } from "./base.ts";

/** Client → server: who is online, in a room or anywhere. Answer: {@linkcode OnlineResult}. */
export const Online = v.strictObject({
  type: v.literal("online"),
  id: RequestId,
  room: v.optional(RoomRef),
});
/** `total` counts those too who are not named because there are so many. */
export const OnlineResult = v.object({ people: v.array(Person), total: v.number() });

/** Server → client: somebody who shares a room with you came online or went offline. */
export const Presence = v.object({
  type: v.literal("presence"),
  person: Person,
  state: v.picklist(["online", "offline"]),
});
export type Presence = v.InferOutput<typeof Presence>;
