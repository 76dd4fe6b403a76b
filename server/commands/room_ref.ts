/**
 * Finds the room that a client means, or refuses without telling whether it exists.
 * @module
 */
import * as v from "valibot";
import { ParleyError } from "../../shared/errors.ts";
import { parseName } from "../../shared/names.ts";
import { type Room, RoomId } from "../../shared/protocol/mod.ts";
import type { CommandContext } from "./command.ts";

type Asker = Pick<CommandContext, "reader" | "person">;
type Found = { room: Room; member: boolean };

/** An id as it is, a name as its key. @throws {ParleyError} `bad-name` for what is neither. */
export function toKey(ref: string): string {
  return v.is(RoomId, ref) ? ref : parseName(ref, "room").key;
}

/** The refusal is the same for a room that doesn't exist and for one that is not the asker's. */
async function find(context: Asker, ref: string, allows: (found: Found) => boolean): Promise<Room> {
  const found = await context.reader.room(toKey(ref), context.person.id);
  if (found && allows(found)) return found.room;
  throw new ParleyError("not-found", "There is no such room, or you are not in it.");
}

/** The room that `ref` names, if the asker is a member of it. @throws {ParleyError} `not-found`. */
export function ownRoom(context: Asker, ref: string): Promise<Room> {
  return find(context, ref, ({ member }) => member);
}

/**
 * Id of the room that `ref` names, whether the asker is in it or not: for writes, which the store judges.
 *
 * @throws {ParleyError} `not-found`.
 */
export async function roomId(context: Asker, ref: string): Promise<string> {
  return (await find(context, ref, () => true)).id;
}

/**
 * The room that `ref` names, if the asker may read it: a member's, or a public one.
 *
 * @throws {ParleyError} `not-found`.
 */
export function readableRoom(context: Asker, ref: string): Promise<Room> {
  return find(context, ref, ({ room, member }) => member || room.kind === "public");
}
