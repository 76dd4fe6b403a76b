/**
 * Finds the person that a client means.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { nearestNames, parseName } from "../../shared/names.ts";
import type { StoredAccount } from "../store/log.ts";
import type { CommandContext } from "./command.ts";

/** @throws {ParleyError} `not-found` with the nearest names, if nobody is called so. */
export async function accountOf(
  context: Pick<CommandContext, "reader">,
  name: string,
): Promise<StoredAccount> {
  const account = await context.reader.account(parseName(name, "name").key);
  if (account) return account;
  const wanted = name.replace(/^@/, "");
  const near = nearestNames(wanted, await context.reader.accountNames());
  const hint = near.length > 0 ? ` Did you mean ${near.map((n) => `@${n}`).join(" or ")}?` : "";
  throw new ParleyError("not-found", `Nobody is called @${wanted}.${hint}`);
}
