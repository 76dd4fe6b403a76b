/**
 * Finds the accounts that a text mentions.
 * @module
 */
import { namesIn } from "../chat/mentions.ts";
import type { CommandContext } from "./command.ts";

/** Whom a message mentions; those who are not in its room are left out where it is committed. */
export interface Mentioned {
  mentions?: string[];
  everyone?: boolean;
}

/** Whom a text of the asker mentions; a guest can't mention everybody. */
export async function mentionedIn(
  { reader, person }: Pick<CommandContext, "reader" | "person">,
  text: string,
): Promise<Mentioned> {
  const { keys, everyone } = namesIn(text);
  const accounts = await Promise.all(keys.map((key) => reader.account(key)));
  const ids = accounts.flatMap((account) => account ? [account.person.id] : []);
  const mentions = ids.filter((id) => id !== person.id);
  return {
    ...mentions.length > 0 && { mentions },
    ...everyone && !person.guest && { everyone },
  };
}
