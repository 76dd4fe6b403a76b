/**
 * What commands about the own account answer and check.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { nameKey } from "../../shared/name_key.ts";
import type { RequestResult } from "../../shared/protocol/mod.ts";
import type { CommandContext } from "./command.ts";

/** The asker's account as it is now. An API token is not told the e-mail address. */
export async function ownProfile(
  { reader, person, grant }: Pick<CommandContext, "reader" | "person" | "grant">,
): Promise<RequestResult<"me">> {
  const account = await reader.people.profile(person.id);
  if (!account) throw new ParleyError("not-signed-in", "This account is gone.");
  if (grant) delete account.email;
  return { account };
}

/**
 * Checks the asker's password, as often as a log-in may.
 *
 * @returns the hash that it fits.
 * @throws {ParleyError} `wrong-password`, `rate-limited`.
 */
export async function checkOwnPassword(
  { reader, hasher, logins, person, now }: CommandContext,
  password: string,
): Promise<string> {
  logins.spendOfName(nameKey(person.name), now());
  const hash = await reader.people.passwordHash(person.id);
  if (hash !== undefined && await hasher.verify(password, hash)) return hash;
  throw new ParleyError("wrong-password", "This is not your password. Nothing was changed.");
}
