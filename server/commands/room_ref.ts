/**
 * Finds the room that a client means, or refuses without telling whether it exists.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { parseName } from "../../shared/names.ts";
import type { Room } from "../../shared/protocol/mod.ts";
import type { CommandContext } from "./command.ts";

const ROOM_ID = /^R[0-9A-HJKMNP-TV-Z]{16}$/;

/** An id as it is, a name as its key. @throws {ParleyError} `bad-name` for what is neither. */
export function toKey(ref: string): string {
  return ROOM_ID.test(ref) ? ref : parseName(ref, "room").key;
}

/**
 * The room that `ref` names, if the asker is a member of it.
 *
 * @throws {ParleyError} `not-found`, the same for a room that doesn't exist.
 */
export async function ownRoom(
  context: Pick<CommandContext, "reader" | "person">,
  ref: string,
): Promise<Room> {
  const found = await context.reader.room(toKey(ref), context.person.id);
  if (found?.member) return found.room;
  throw new ParleyError("not-found", "There is no such room, or you are not in it.");
}

/**
 * Id of the room that `ref` names, whether the asker is in it or not: for writes, which the store judges.
 *
 * @throws {ParleyError} `not-found`.
 */
export async function roomId(
  context: Pick<CommandContext, "reader" | "person">,
  ref: string,
): Promise<string> {
  const found = await context.reader.room(toKey(ref), context.person.id);
  if (found) return found.room.id;
  throw new ParleyError("not-found", "There is no such room, or you are not in it.");
}

/** The room that `ref` names, if the asker may read it: a member's, or a public one. */
export async function readableRoom(
  context: Pick<CommandContext, "reader" | "person">,
  ref: string,
): Promise<Room> {
  const found = await context.reader.room(toKey(ref), context.person.id);
  if (found && (found.member || found.room.kind === "public")) return found.room;
  throw new ParleyError("not-found", "There is no such room, or you are not in it.");
}
