/**
 * Finds the person that a client means.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { nameKey, nearestNames } from "../../shared/name_key.ts";
import type { StoredAccount } from "../store/log.ts";
import type { CommandContext } from "./command.ts";

/** @throws {ParleyError} `not-found` with the nearest names, if nobody is called so. */
export async function accountOf(
  context: Pick<CommandContext, "reader">,
  name: string,
): Promise<StoredAccount> {
  // What can't be a name is nobody's: the nearest names help more than the reason.
  const account = await context.reader.account(nameKey(name));
  if (account) return account;
  const wanted = name.replace(/^@/, "");
  const near = nearestNames(wanted, await context.reader.accountNames());
  const hint = near.length > 0 ? ` Did you mean ${near.map((n) => `@${n}`).join(" or ")}?` : "";
  throw new ParleyError("not-found", `Nobody is called @${wanted}.${hint}`);
}

/**
 * Ids of the people that these names mean, the asker's with them: who a direct conversation is of.
 *
 * @throws {ParleyError} `not-found` for a name that is nobody's, `bad-request` if there is nobody else.
 */
export async function circleOf(
  context: Pick<CommandContext, "reader" | "person">,
  names: readonly string[],
): Promise<string[]> {
  const others = await Promise.all(names.map((name) => accountOf(context, name)));
  const circle = new Set([context.person.id, ...others.map(({ person }) => person.id)]);
  if (circle.size > 1) return [...circle];
  throw new ParleyError("bad-request", "A direct conversation needs somebody besides you.");
}
