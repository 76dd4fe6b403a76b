/**
 * The small schemas that every family of frames is made of.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";

/** Name of the WebSocket subprotocol (RFC 6455 §1.9). */
export const SUBPROTOCOL = "parley.v1";

/** An id that a client makes for a request; unique for its account. */
export const RequestId = v.pipe(
  v.string("must be a string"),
  v.regex(/^[A-Za-z0-9_-]+$/, "may hold letters, digits, _ and - only"),
  v.maxLength(limits.requestIdLength, `is longer than ${limits.requestIdLength} characters`),
);

/** Position in a room's log: 1, 2, 3 … without a hole; 0 is before the first event. */
export const Seq = v.pipe(
  v.number("must be a number"),
  v.safeInteger("must be a whole number"),
  v.minValue(0, "must not be negative"),
);

/** Server time, milliseconds since 1970-01-01T00:00Z. */
export const Time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Id of a room: `R` and 16 characters of Crockford's base32. */
export const RoomId = v.pipe(
  v.string(),
  v.regex(/^R[0-9A-HJKMNP-TV-Z]{16}$/, "is not a room's id"),
);

/** A room as a client names it: its id, or its name with or without `#`. */
export const RoomRef = v.pipe(
  v.string("must be a string"),
  v.minLength(1, "is empty"),
  v.maxLength(4 * limits.nameLength, "is too long for a room"),
);

/** A person as others see them. `guest` is there, and true, for guests only. */
export const Person = v.object({
  id: v.string(),
  name: v.string(),
  guest: v.optional(v.boolean()),
});
export type Person = v.InferOutput<typeof Person>;

export const RoomKind = v.picklist(["public", "private", "direct"]);
export type RoomKind = v.InferOutput<typeof RoomKind>;

/** A room as its members see it. `head` is the `seq` of its newest event. */
export const Room = v.object({
  id: RoomId,
  /** For a direct room, the other members' names joined by `, `. */
  name: v.string(),
  kind: RoomKind,
  head: Seq,
});
export type Room = v.InferOutput<typeof Room>;
