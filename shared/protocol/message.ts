/**
 * Frames that carry the log: `send` with its `ack`, the requests that change a message, and `event`.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";
import {
  EventSeq,
  NEXT,
  PAGE,
  Person,
  PersonRef,
  request,
  REQUEST_ID,
  RequestId,
  Role,
  ROOM_REF_LENGTH,
  RoomId,
  RoomRef,
  Seq,
  Time,
} from "./base.ts";

const utf8 = new TextEncoder();

const isBlank = (text: string) => text.trim() === "";
const holdsNul = (text: string) => text.includes("\0");
/** A UTF-16 unit is at most three bytes of UTF-8: short texts need no encoding to be judged. */
const isSurelyShort = (text: string) => text.length * 3 <= limits.messageBytes;

/** Text of a message: not blank, at most `limits.messageBytes` in UTF-8. */
export const MessageText = v.pipe(
  v.string("must be a string"),
  v.check((text) => !isBlank(text), "is empty"),
  v.check(
    (text) => isSurelyShort(text) || utf8.encode(text).length <= limits.messageBytes,
    `is longer than ${limits.messageBytes} bytes; send it in parts`,
  ),
  v.check((text) => text.isWellFormed(), "holds half a surrogate pair"),
  v.check((text) => !holdsNul(text), "holds a NUL character"),
);

/** What one reacts with: one emoji, or a short word. */
export const Emoji = v.pipe(
  v.string("must be a string"),
  v.minLength(1, "is empty"),
  v.maxLength(limits.emojiLength, `is longer than ${limits.emojiLength} characters`),
  v.regex(
    /^[\p{Emoji}\p{L}\p{M}\p{N}\p{S}_+\-\u200d\ufe0f\u{e0020}-\u{e007f}]+$/u,
    "is neither an emoji nor a short word",
  ),
);

/**
 * Client → server: append a message to a room. Sent again with the same `id` it changes nothing. With
 * `to` it goes to those people alone, into their direct room with the author; the `ack` names that room.
 */
export const Send = request("send", {
  room: RoomRef,
  text: MessageText,
  /** True for `/me`: the text tells what the author does. */
  action: v.optional(v.boolean()),
  /** `seq` of the message of this room that it answers. */
  replyTo: v.optional(EventSeq),
  /** Names, the author left out. If one of them is unknown, nothing is sent. */
  to: v.optional(
    v.pipe(
      v.array(PersonRef),
      v.minLength(1, "names nobody"),
      v.maxLength(limits.directMembers - 1, `names more than ${limits.directMembers - 1} people`),
    ),
  ),
});
export type Send = v.InferOutput<typeof Send>;

/** How many fields a send has that says nothing but its text. */
const PLAIN_FIELDS = 4;

/**
 * True for a send that surely fits its schema, which takes five times as long to say so. Of one that says
 * more than its text, or has a long one, only the schema knows.
 */
export function isPlainSend(frame: Record<string, unknown>): boolean {
  const { type, id, room, text } = frame;
  return type === "send" &&
    typeof id === "string" && typeof room === "string" && typeof text === "string" &&
    Object.keys(frame).length === PLAIN_FIELDS &&
    id.length <= limits.requestIdLength && REQUEST_ID.test(id) &&
    room !== "" && room.length <= ROOM_REF_LENGTH &&
    isSurelyShort(text) && !isBlank(text) && text.isWellFormed() && !holdsNul(text);
}

/** Where an event came to stand in the log. */
export const Place = v.object({ room: RoomId, seq: Seq, at: Time });

/** Server → client: the message is committed to the log. */
export const Ack = v.object({ type: v.literal("ack"), id: RequestId, ...Place.entries });
export type Ack = v.InferOutput<typeof Ack>;

const eventBase = {
  type: v.literal("event"),
  room: RoomId,
  seq: EventSeq,
  at: Time,
  author: Person,
};

/** `create`, `join` and `leave`: the author made, entered or left the room. */
export const MembershipEvent = v.object({
  ...eventBase,
  kind: v.picklist(["create", "join", "leave"]),
});
export type MembershipEvent = v.InferOutput<typeof MembershipEvent>;

/** What later events made of a message, those up to `seq`: see shared/fold.ts. */
export const MessageState = v.object({
  seq: Seq,
  /** When the text, which is the newest, was changed. */
  editedAt: v.optional(Time),
  /** Account that deleted it; `""` if it was older than its room keeps messages. */
  deletedBy: v.optional(v.string()),
  pinned: v.optional(v.boolean()),
  /** Account ids by emoji, both sorted. */
  reactions: v.optional(v.array(v.object({ emoji: v.string(), people: v.array(v.string()) }))),
});
export type MessageState = v.InferOutput<typeof MessageState>;

/**
 * A message. `id` is the one that its author's client gave it. Live it comes as it was written; read from
 * the log it comes as it is by then, with `state`.
 */
export const MessageEvent = v.object({
  ...eventBase,
  kind: v.literal("message"),
  id: v.string(),
  /** `""` if it was deleted. */
  text: v.string(),
  action: v.optional(v.boolean()),
  replyTo: v.optional(Seq),
  /** Ids of the accounts that its text mentions by `@name`. */
  mentions: v.optional(v.array(v.string())),
  /** Its text mentions everybody by `@room`. */
  everyone: v.optional(v.boolean()),
  /** The room in which it was written, if it went from there to these people alone: a whisper. */
  via: v.optional(RoomId),
  state: v.optional(MessageState),
});
export type MessageEvent = v.InferOutput<typeof MessageEvent>;

/** A new text for message `target`. */
export const EditEvent = v.object({
  ...eventBase,
  kind: v.literal("edit"),
  target: Seq,
  text: v.string(),
  mentions: v.optional(v.array(v.string())),
  everyone: v.optional(v.boolean()),
});
/** Message `target` is taken back. */
export const DeleteEvent = v.object({ ...eventBase, kind: v.literal("delete"), target: Seq });
/** The author reacts to message `target`, or (`on` false) no longer. */
export const ReactEvent = v.object({
  ...eventBase,
  kind: v.literal("react"),
  target: Seq,
  emoji: v.string(),
  on: v.boolean(),
});
/** Message `target` is pinned, or (`on` false) no longer. */
export const PinEvent = v.object({
  ...eventBase,
  kind: v.literal("pin"),
  target: Seq,
  on: v.boolean(),
});

/** Requests about messages. `seq` is that of the message. */
export const MESSAGE_REQUESTS = {
  /** A new text for one's own message. */
  "edit": {
    input: request("edit", { room: RoomRef, seq: EventSeq, text: MessageText }),
    result: Place,
  },
  /** Takes a message back: its text is erased from the log. */
  "delete": {
    input: request("delete", { room: RoomRef, seq: EventSeq }),
    result: Place,
  },
  /** Adds a reaction, or with `on: false` takes it back. */
  "react": {
    input: request("react", {
      room: RoomRef,
      seq: EventSeq,
      emoji: Emoji,
      on: v.optional(v.boolean(), true),
    }),
    result: Place,
  },
  /** Pins a message to its room, or with `on: false` takes it down. */
  "pin": {
    input: request("pin", { room: RoomRef, seq: EventSeq, on: v.optional(v.boolean(), true) }),
    result: Place,
  },
  /** The pinned messages of a room, newest first. */
  "pins": {
    input: request("pins", { room: RoomRef, ...PAGE }),
    result: v.object({ room: RoomId, events: v.array(MessageEvent), ...NEXT }),
  },
  /** A message and the answers to it, oldest first. */
  "thread": {
    input: request("thread", { room: RoomRef, seq: EventSeq, ...PAGE }),
    result: v.object({
      room: RoomId,
      root: MessageEvent,
      events: v.array(MessageEvent),
      ...NEXT,
    }),
  },
} as const;

/** The room's own settings that changed, with their new values; `""` and 0 are none. */
export const SettingsEvent = v.object({
  ...eventBase,
  kind: v.literal("settings"),
  name: v.optional(v.string()),
  topic: v.optional(v.string()),
  description: v.optional(v.string()),
  archived: v.optional(v.boolean()),
  addressing: v.optional(v.boolean()),
  slowMode: v.optional(v.number()),
  retention: v.optional(v.number()),
});
export type SettingsEvent = v.InferOutput<typeof SettingsEvent>;

/** The author did something to `person`: let them in, gave a role, kicked, banned, muted. */
export const PersonEvent = v.object({
  ...eventBase,
  kind: v.picklist(["invite", "role", "kick", "ban", "unban", "mute", "unmute"]),
  person: Person,
  role: v.optional(Role),
  reason: v.optional(v.string()),
  /** When a ban or mute ends; without it, never. */
  until: v.optional(Time),
});
export type PersonEvent = v.InferOutput<typeof PersonEvent>;

/** What stood here can't be read any more, since the server's disk damaged it: only the place is sure. */
export const LostEvent = v.object({ ...eventBase, kind: v.literal("lost") });
export type LostEvent = v.InferOutput<typeof LostEvent>;

/** An event of a kind that this version doesn't know: it takes its place in the log, and is not shown. */
export const UnknownEvent = v.looseObject({ ...eventBase, kind: v.string() });

/** Server → client: an event of a room's log. */
export const LogEvent = v.variant("kind", [
  MembershipEvent,
  MessageEvent,
  EditEvent,
  DeleteEvent,
  ReactEvent,
  PinEvent,
  SettingsEvent,
  PersonEvent,
  LostEvent,
]);
export type LogEvent = v.InferOutput<typeof LogEvent>;

/** An event that changes what a message before it looks like. */
export type ChangeEvent = Extract<LogEvent, { target: number }>;
