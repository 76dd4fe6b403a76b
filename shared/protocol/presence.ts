/**
 * Frames about who is there: the requests `online`, `away` and `idle`; `presence` and `typing`, which may
 * get lost.
 * @module
 */
import * as v from "valibot";
import { Line, Person, request, RoomId, RoomRef } from "./base.ts";

export const PresenceState = v.picklist(["online", "away", "offline"]);
export type PresenceState = v.InferOutput<typeof PresenceState>;

/** Somebody who is there. `away` is there, and true, for whoever is not at the keyboard. */
export const OnlinePerson = v.object({
  ...Person.entries,
  away: v.optional(v.boolean()),
  /** What they say about being away. */
  awayText: v.optional(v.string()),
});
export type OnlinePerson = v.InferOutput<typeof OnlinePerson>;

/** Requests about who is there. */
export const PRESENCE_REQUESTS = {
  /** Who is online, in a room or in any of the asker's. */
  "online": {
    input: request("online", { room: v.optional(RoomRef) }),
    /** `total` counts those too who are not named because there are so many. */
    result: v.object({ people: v.array(OnlinePerson), total: v.number() }),
  },
  /** Says that the account is away, whatever its devices do, until it says `away: false`. */
  "away": {
    input: request("away", { away: v.boolean(), text: v.optional(Line) }),
    result: v.object({}),
  },
  /** Says that nobody is at this device, or somebody is again. All devices idle: the account is away. */
  "idle": { input: request("idle", { idle: v.boolean() }), result: v.object({}) },
} as const;

/** Server → client: somebody who shares a room with you came online, went away or went offline. */
export const Presence = v.object({
  type: v.literal("presence"),
  person: Person,
  state: PresenceState,
  /** What they say about being away. */
  text: v.optional(v.string()),
});
export type Presence = v.InferOutput<typeof Presence>;

/** Client → server: the person writes something in this room. No answer; at most one in 3 s counts. */
export const Typing = v.strictObject({ type: v.literal("typing"), room: RoomRef });
/** Server → client: somebody writes something in this room. Holds for some seconds. */
export const TypingNotice = v.object({ type: v.literal("typing"), room: RoomId, person: Person });
