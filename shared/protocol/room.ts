/**
 * Frames about rooms and who is in them, and what tells a client that its rooms changed.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";
import {
  EventSeq,
  Line,
  NEXT,
  NotifyLevel,
  PAGE,
  Paragraph,
  Person,
  PersonRef,
  ReadState,
  request,
  Role,
  Room,
  RoomId,
  RoomRef,
  Seconds,
  Time,
} from "./base.ts";

export const ListedRoom = v.object({
  ...Room.entries,
  members: v.number(),
  /** True if the asker is a member. */
  joined: v.boolean(),
});
export type ListedRoom = v.InferOutput<typeof ListedRoom>;

/** A room with what its members don't need at once. */
export const RoomDetails = v.object({
  ...ListedRoom.entries,
  description: v.optional(v.string()),
  createdAt: Time,
});
export type RoomDetails = v.InferOutput<typeof RoomDetails>;

export const Member = v.object({ person: Person, role: Role, joinedAt: Time });
export type Member = v.InferOutput<typeof Member>;

/** A link that lets people into a room. Its code is shown once, to whoever makes it. */
export const Invitation = v.object({
  id: v.string(),
  by: Person,
  usesLeft: v.number(),
  expiresAt: Time,
});
export type Invitation = v.InferOutput<typeof Invitation>;

const Uses = v.pipe(
  v.number("must be a number"),
  v.integer("must be a whole number"),
  v.minValue(1, "must be 1 or more"),
  v.maxValue(limits.invitationMostUses, `must be ${limits.invitationMostUses} or less`),
);

/** How long messages are kept; 0: for ever. */
const Days = v.pipe(
  v.number("must be a number of days"),
  v.integer("must be a whole number of days"),
  v.minValue(0, "must be 0 or more"),
  v.maxValue(limits.retentionMost, `must be ${limits.retentionMost} or less`),
);

const RoomName = v.pipe(v.string("must be a string"), v.minLength(1, "is empty"), v.maxLength(200));
const RoomAnswer = v.object({ room: Room });
const Empty = v.object({});

/** Requests about rooms. */
export const ROOM_REQUESTS = {
  /** Enters a public room; one that doesn't exist is made. */
  "join": {
    input: request("join", { room: RoomRef }),
    result: v.object({ room: Room, created: v.boolean() }),
  },
  "leave": { input: request("leave", { room: RoomRef }), result: v.object({ room: RoomId }) },
  /** Makes a room; the maker owns it. */
  "create-room": {
    input: request("create-room", {
      name: RoomName,
      kind: v.picklist(["public", "private"], "is public or private"),
      topic: v.optional(Line),
    }),
    result: RoomAnswer,
  },
  /** The public rooms and one's own: those with most members first, or those with the newest events. */
  "rooms": {
    input: request("rooms", {
      /** Part of the name or topic. */
      query: v.optional(Line),
      /** Only those that the asker is in. */
      mine: v.optional(v.boolean()),
      sort: v.optional(v.picklist(["members", "recent"], "is members or recent"), "members"),
      ...PAGE,
    }),
    result: v.object({ rooms: v.array(ListedRoom), ...NEXT }),
  },
  "room": { input: request("room", { room: RoomRef }), result: v.object({ room: RoomDetails }) },
  "members": {
    input: request("members", { room: RoomRef, ...PAGE }),
    result: v.object({ members: v.array(Member), total: v.number(), ...NEXT }),
  },
  /** Changes what the room says of itself; `""` clears. */
  "set-topic": {
    input: request("set-topic", {
      room: RoomRef,
      topic: v.optional(Line),
      description: v.optional(Paragraph),
    }),
    result: RoomAnswer,
  },
  /** Changes how the room works. */
  "set-room": {
    input: request("set-room", {
      room: RoomRef,
      name: v.optional(RoomName),
      archived: v.optional(v.boolean()),
      addressing: v.optional(v.boolean()),
      retention: v.optional(Days),
    }),
    result: RoomAnswer,
  },
  "set-role": {
    input: request("set-role", { room: RoomRef, person: PersonRef, role: Role }),
    result: Empty,
  },
  /** The direct room with these people, made if there is none. */
  "direct": {
    input: request("direct", {
      /** Names, with or without `@`, the asker left out. */
      people: v.pipe(
        v.array(PersonRef),
        v.minLength(1, "names nobody"),
        v.maxLength(limits.directMembers - 1, `names more than ${limits.directMembers - 1} people`),
      ),
    }),
    result: RoomAnswer,
  },
  /** Lets somebody into a room. */
  "invite": {
    input: request("invite", { room: RoomRef, person: PersonRef }),
    result: Empty,
  },
  "create-invitation": {
    input: request("create-invitation", {
      room: RoomRef,
      uses: v.optional(Uses, limits.invitationUses),
      /** Seconds. */
      expiresIn: v.optional(Seconds, limits.invitationTime / 1000),
    }),
    result: v.object({ code: v.string(), invitation: Invitation }),
  },
  "invitations": {
    input: request("invitations", { room: RoomRef, ...PAGE }),
    result: v.object({ invitations: v.array(Invitation), ...NEXT }),
  },
  "revoke-invitation": {
    input: request("revoke-invitation", {
      room: RoomRef,
      invitation: v.pipe(v.string(), v.maxLength(64)),
    }),
    result: Empty,
  },
  /** Enters the room that an invitation is for. */
  "accept-invitation": {
    input: request("accept-invitation", { code: v.pipe(v.string(), v.maxLength(100)) }),
    result: RoomAnswer,
  },
  /** Moves the read marker forward; never back. */
  "mark-read": {
    input: request("mark-read", { room: RoomRef, seq: EventSeq }),
    result: v.object({ room: RoomId, ...ReadState.entries }),
  },
  "set-notify": {
    input: request("set-notify", { room: RoomRef, level: NotifyLevel }),
    result: v.object({ room: RoomId, ...ReadState.entries }),
  },
} as const;

/** Server → client: the account became a member of this room, on this device or another. */
export const Joined = v.object({ type: v.literal("joined"), room: Room });
/** How somebody was put out of a room. */
export const Removal = v.object({
  kind: v.picklist(["kick", "ban"]),
  by: Person,
  reason: v.optional(v.string()),
  /** When a ban ends; without it, never. */
  until: v.optional(Time),
});
export type Removal = v.InferOutput<typeof Removal>;
/** Server → client: the account is no longer a member of this room. */
export const Left = v.object({
  type: v.literal("left"),
  room: RoomId,
  /** It did not leave by itself. */
  removed: v.optional(Removal),
});
/** Server → client: the account's read marker or notification level changed, on whatever device. */
export const Read = v.object({ type: v.literal("read"), room: RoomId, ...ReadState.entries });
export type Read = v.InferOutput<typeof Read>;
