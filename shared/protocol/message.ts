/**
 * Frames that carry the log: `send` with its `ack`, and `event`.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";
import { Person, RequestId, RoomId, RoomRef, Seq, Time } from "./base.ts";

const utf8 = new TextEncoder();

/** Text of a message: not blank, at most `limits.messageBytes` in UTF-8. */
export const MessageText = v.pipe(
  v.string("must be a string"),
  v.check((text) => text.trim() !== "", "is empty"),
  v.check(
    // A UTF-16 unit is at most three bytes of UTF-8: short texts need no encoding to be judged.
    (text) =>
      text.length * 3 <= limits.messageBytes || utf8.encode(text).length <= limits.messageBytes,
    `is longer than ${limits.messageBytes} bytes; send it in parts`,
  ),
  v.check((text) => text.isWellFormed(), "holds half a surrogate pair"),
);

/** Client → server: append a message to a room. Sent again with the same `id` it changes nothing. */
export const Send = v.strictObject({
  type: v.literal("send"),
  id: RequestId,
  room: RoomRef,
  text: MessageText,
  /** True for `/me`: the text tells what the author does. */
  action: v.optional(v.boolean()),
});
export type Send = v.InferOutput<typeof Send>;

/** Server → client: the message is committed to the log. */
export const Ack = v.object({
  type: v.literal("ack"),
  id: RequestId,
  room: RoomId,
  seq: Seq,
  at: Time,
});
export type Ack = v.InferOutput<typeof Ack>;

const eventBase = {
  type: v.literal("event"),
  room: RoomId,
  seq: v.pipe(Seq, v.minValue(1)),
  at: Time,
  author: Person,
};

/** `create`, `join` and `leave`: the author made, entered or left the room. */
export const MembershipEvent = v.object({
  ...eventBase,
  kind: v.picklist(["create", "join", "leave"]),
});
export type MembershipEvent = v.InferOutput<typeof MembershipEvent>;

/** A message. `id` is the one that its author's client gave it. */
export const MessageEvent = v.object({
  ...eventBase,
  kind: v.literal("message"),
  id: v.string(),
  text: v.string(),
  action: v.optional(v.boolean()),
});
export type MessageEvent = v.InferOutput<typeof MessageEvent>;

/** An event of a kind that this version doesn't know: it takes its place in the log, and is not shown. */
export const UnknownEvent = v.looseObject({ ...eventBase, kind: v.string() });

/** Server → client: an event of a room's log. */
export const LogEvent = v.variant("kind", [MembershipEvent, MessageEvent]);
export type LogEvent = v.InferOutput<typeof LogEvent>;
