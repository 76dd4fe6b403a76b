/**
 * Frames about rooms: the requests `join`, `leave`, `rooms`, `direct`, and what tells a client that its
 * rooms changed.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";
import { RequestId, Room, RoomId, RoomRef } from "./base.ts";

/** Client → server: enter a public room; one that doesn't exist is made. Answer: {@linkcode JoinResult}. */
export const Join = v.strictObject({ type: v.literal("join"), id: RequestId, room: RoomRef });
export const JoinResult = v.object({ room: Room, created: v.boolean() });

/** Client → server: leave a room. Answer: {@linkcode LeaveResult}. */
export const Leave = v.strictObject({ type: v.literal("leave"), id: RequestId, room: RoomRef });
export const LeaveResult = v.object({ room: RoomId });

/** Client → server: the public rooms and one's own. Answer: {@linkcode RoomsResult}. */
export const Rooms = v.strictObject({ type: v.literal("rooms"), id: RequestId });
export const ListedRoom = v.object({
  ...Room.entries,
  members: v.number(),
  /** True if the asker is a member. */
  joined: v.boolean(),
});
export type ListedRoom = v.InferOutput<typeof ListedRoom>;
export const RoomsResult = v.object({ rooms: v.array(ListedRoom) });

/** Client → server: the direct room with these people, made if there is none. Answer: {@linkcode DirectResult}. */
export const Direct = v.strictObject({
  type: v.literal("direct"),
  id: RequestId,
  /** Names, with or without `@`, the asker left out. */
  people: v.pipe(
    v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(4 * limits.nameLength))),
    v.minLength(1, "names nobody"),
    v.maxLength(limits.directMembers - 1, `names more than ${limits.directMembers - 1} people`),
  ),
});
export const DirectResult = v.object({ room: Room });

/** Server → client: the account became a member of this room, on this device or another. */
export const Joined = v.object({ type: v.literal("joined"), room: Room });
/** Server → client: the account is no longer a member of this room. */
export const Left = v.object({ type: v.literal("left"), room: RoomId });
