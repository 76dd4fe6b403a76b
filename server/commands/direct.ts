/**
 * Opens the direct conversation with some people, found again by its members.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { nearestNames, parseName } from "../../shared/names.ts";
import type { Command, CommandContext } from "./command.ts";

async function findAccount(context: CommandContext, name: string): Promise<string> {
  const account = await context.reader.account(parseName(name, "name").key);
  if (account) return account.person.id;
  const wanted = name.replace(/^@/, "");
  const near = nearestNames(wanted, await context.reader.accountNames());
  const hint = near.length > 0 ? ` Did you mean ${near.map((n) => `@${n}`).join(" or ")}?` : "";
  throw new ParleyError("not-found", `Nobody is called @${wanted}.${hint}`);
}

export const direct: Command<"direct"> = {
  type: "direct",
  summary: "The direct conversation with some people",
  http: [{ method: "POST", path: "/v1/direct" }],
  async run(context, input) {
    const others = await Promise.all(input.people.map((name) => findAccount(context, name)));
    const members = new Set([context.person.id, ...others]);
    if (members.size < 2) {
      throw new ParleyError("bad-request", "A direct conversation needs somebody besides you.");
    }
    return await context.store.write({
      kind: "direct",
      person: context.person,
      members: [...members],
    });
  },
};
