/**
 * Finds whom somebody means to let back: of those banned, also who is gone or has another name by now.
 * @module
 */
import { parseName } from "../../shared/names.ts";
import type { Person } from "../../shared/protocol/mod.ts";
import type { CommandContext } from "./command.ts";
import { accountOf } from "./person_ref.ts";

/**
 * @param room `""`: the server.
 * @param ref a name, or the account's id.
 * @throws {ParleyError} `not-found` for a name that nobody has; else it is the write that refuses.
 */
export async function bannedPerson(
  context: Pick<CommandContext, "reader">,
  room: string,
  ref: string,
): Promise<Person> {
  const { key } = parseName(ref, "name");
  const banned = await context.reader.moderation.banned(room, key, ref.replace(/^@/, ""));
  return banned ?? (await accountOf(context, ref)).person;
}
