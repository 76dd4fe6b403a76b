/**
 * Finds the room that a client means, or refuses without telling whether it exists.
 * @module
 */
import * as v from "valibot";
import { parseName } from "../../shared/names.ts";
import { RoomId } from "../../shared/protocol/mod.ts";
import { type Asker, standingIn } from "../chat/permissions.ts";
import { notThere } from "../chat/sending.ts";
import type { CommandContext, Place } from "./command.ts";

/** An id as it is, a name as its key. @throws {ParleyError} `bad-name` for what is neither. */
export function toKey(ref: string): string {
  return v.is(RoomId, ref) ? ref : parseName(ref, "room").key;
}

/**
 * The room that `ref` names, and what the asker is there: an `outsider` may learn nothing of it.
 *
 * @throws {ParleyError} `not-found` if there is none.
 */
export async function placeOf(
  context: Asker & Pick<CommandContext, "reader">,
  ref: string,
): Promise<Place> {
  const found = await context.reader.room(toKey(ref), context.person.id);
  if (!found) throw notThere();
  return { ...found, standing: standingIn(context, found.room, found.role) };
}
