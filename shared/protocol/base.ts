/**
 * The small schemas that every family of frames is made of.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";

/** Name of the WebSocket subprotocol (RFC 6455 §1.9). */
export const SUBPROTOCOL = "parley.v1";

/** What a {@linkcode RequestId} is made of. */
export const REQUEST_ID = /^[A-Za-z0-9_-]+$/;

/** An id that a client makes for a request; unique for its account. */
export const RequestId = v.pipe(
  v.string("must be a string"),
  v.regex(REQUEST_ID, "may hold letters, digits, _ and - only"),
  v.maxLength(limits.requestIdLength, `is longer than ${limits.requestIdLength} characters`),
);

/** Position in a room's log: 1, 2, 3 … without a hole; 0 is before the first event. */
export const Seq = v.pipe(
  v.number("must be a number"),
  v.safeInteger("must be a whole number"),
  v.minValue(0, "must not be negative"),
);

/** Position of an event that there is. */
export const EventSeq = v.pipe(Seq, v.minValue(1, "must be 1 or more"));

/** Server time, milliseconds since 1970-01-01T00:00Z. */
export const Time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A number of seconds from now on. */
export const Seconds = v.pipe(
  v.number("must be a number"),
  v.safeInteger("must be a whole number"),
  v.minValue(1, "must be 1 or more"),
  v.maxValue(limits.longestTime, `must be ${limits.longestTime} or less`),
);

/** Id of a room: `R` and 16 characters of Crockford's base32. */
export const RoomId = v.pipe(
  v.string(),
  v.regex(/^R[0-9A-HJKMNP-TV-Z]{16}$/, "is not a room's id"),
);

/** Characters of the longest {@linkcode RoomRef}. */
export const ROOM_REF_LENGTH = 4 * limits.nameLength;

/** A room as a client names it: its id, or its name with or without `#`. */
export const RoomRef = v.pipe(
  v.string("must be a string"),
  v.minLength(1, "is empty"),
  v.maxLength(ROOM_REF_LENGTH, "is too long for a room"),
);

/** A person as a client names it: the account's name, with or without `@`. */
export const PersonRef = v.pipe(
  v.string("must be a string"),
  v.minLength(1, "is empty"),
  v.maxLength(4 * limits.nameLength, "is too long for a name"),
);

/** One line that people write about something: a topic, a reason. Blank clears it. */
export const Line = v.pipe(
  v.string("must be a string"),
  v.maxLength(limits.lineLength, `is longer than ${limits.lineLength} characters`),
  v.check((text) => text.isWellFormed(), "holds half a surrogate pair"),
  v.regex(/^[^\p{Cc}\u2028\u2029]*$/u, "must be one line, without control characters"),
  v.trim(),
);

/** Several lines about something: a description. Blank clears it. */
export const Paragraph = v.pipe(
  v.string("must be a string"),
  v.maxLength(limits.paragraphLength, `is longer than ${limits.paragraphLength} characters`),
  v.check((text) => text.isWellFormed(), "holds half a surrogate pair"),
  v.check((text) => !text.includes("\0"), "holds a NUL character"),
  v.trim(),
);

/** Where a page of a list starts: what the page before it gave as `next`. */
export const PageCursor = v.pipe(v.string("must be a string"), v.maxLength(200, "is not a cursor"));

/** How many entries of a list a page has at the most. */
export const PageLimit = v.pipe(
  v.number("must be a number"),
  v.integer("must be a whole number"),
  v.minValue(1, "must be 1 or more"),
  v.maxValue(limits.pageEntries, `must be ${limits.pageEntries} or less`),
);

/** The fields of a request for a page of a list. */
export const PAGE = {
  after: v.optional(PageCursor),
  limit: v.optional(PageLimit, limits.pageDefault),
} as const;

/** The field of its answer: there is more, from here. */
export const NEXT = { next: v.optional(v.string()) } as const;

/** A person as others see them. What is not said is not so. */
export const Person = v.object({
  id: v.string(),
  name: v.string(),
  /** The name that they chose to be shown by; not unique. */
  display: v.optional(v.string()),
  guest: v.optional(v.boolean()),
  /** A program: an incoming webhook. */
  bot: v.optional(v.boolean()),
  /** The account is deleted; `name` says so and is nobody's. */
  deleted: v.optional(v.boolean()),
});
export type Person = v.InferOutput<typeof Person>;

export const RoomKind = v.picklist(["public", "private", "direct"]);
export type RoomKind = v.InferOutput<typeof RoomKind>;

/** What a member is in a room. Whoever makes a room owns it; in a direct room all are members. */
export const Role = v.picklist(["owner", "moderator", "member"], "is owner, moderator or member");
export type Role = v.InferOutput<typeof Role>;

/** Which messages of a room one wants to be told of. */
export const NotifyLevel = v.picklist(["all", "mentions", "none"], "is all, mentions or none");
export type NotifyLevel = v.InferOutput<typeof NotifyLevel>;

/** What a member holds in a room: the read marker, and what lies behind it. The same on all devices. */
export const ReadState = v.object({
  /** `seq` up to which everything is read. It never goes back. */
  read: Seq,
  /** Messages after it. */
  unread: v.number(),
  /** Those of them that mention the member, or everybody. */
  mentions: v.number(),
  notify: NotifyLevel,
});
export type ReadState = v.InferOutput<typeof ReadState>;

/** A room as its members see it. `head` is the `seq` of its newest event. */
export const Room = v.object({
  id: RoomId,
  /** For a direct room, the other members' names joined by `, `. */
  name: v.string(),
  kind: RoomKind,
  head: Seq,
  topic: v.optional(v.string()),
  /** Nothing can be written any more. */
  archived: v.optional(v.boolean()),
  /** `text @name` at a message's end sends it to those people alone. */
  addressing: v.optional(v.boolean()),
  /** Seconds between two messages of a member; none for moderators. */
  slowMode: v.optional(v.number()),
  /** Days after which messages are erased; not there if never. */
  retention: v.optional(v.number()),
  /** What the asker is and holds there; not there for others than members. */
  you: v.optional(v.object({ role: Role, ...ReadState.entries })),
});
export type Room = v.InferOutput<typeof Room>;

/** A request's frame: its type, the id by which it is answered, and its fields. */
export function request<const T extends string, E extends v.ObjectEntries>(type: T, entries: E) {
  return v.strictObject({ type: v.literal(type), id: RequestId, ...entries });
}
