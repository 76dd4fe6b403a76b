/**
 * `/link`: codes that let people into the room.
 * @module
 */
import { parseTime } from "../../shared/duration.ts";
import { print, tell } from "../app/effects.ts";
import { answers, ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { count, list, untilWhen } from "./listing.ts";
import { takeWord } from "./parse.ts";

export const link: SlashCommand = {
  name: "link",
  aliases: [],
  usage: "/link [uses] [time], /link list, /link revoke id",
  help: "makes a code that lets people into this room: /link 5 2d for five people in two days",
  run: (state, call) =>
    inRoom(state, ({ id: room }) => {
      const words = call.args.split(/\s+/).filter((word) => word !== "");
      const { word, rest } = takeWord(call.args);
      if (word === "list" && rest === "") return ask(state, call, "invitations", { room });
      if (word === "revoke" && rest !== "") {
        return ask(state, call, "revoke-invitation", { room, invitation: rest });
      }
      const limit = limitsOf(words);
      if (!limit) return misused(call, "It takes how many people, and a time such as 12h or 7d.");
      return ask(state, call, "create-invitation", { room, ...limit });
    }),
  answer: answers({
    "create-invitation": (state, { code, invitation: { usesLeft, expiresAt } }) =>
      print(state, {
        kind: "list",
        title: `Invitation for ${usesLeft === 1 ? "one person" : `${usesLeft} people`}:`,
        rows: [[`/accept ${code}`], ["good", ...untilWhen(expiresAt)]],
      }),
    "invitations": (state, { invitations }) =>
      list(
        state,
        "Invitations (/link revoke id):",
        invitations.map(({ id, by, usesLeft, expiresAt }) => [
          `${id}  by ${by.name}, ${count(usesLeft, "use")} left, good`,
          ...untilWhen(expiresAt),
        ]),
        "There are no invitations. /link makes one.",
      ),
    "revoke-invitation": (state) => tell(state, "info", "The invitation is good no longer."),
  }),
};

/** `5`, `2d` and `5 2d`. */
export function limitsOf(
  words: readonly string[],
): { uses?: number; expiresIn?: number } | undefined {
  const counts = words.filter((word) => /^\d{1,6}$/.test(word)).map(Number);
  const times = words.map(parseTime).filter((time) => time !== undefined);
  if (counts.length > 1 || times.length > 1 || counts.length + times.length < words.length) {
    return undefined;
  }
  const [uses] = counts;
  const [expiresIn] = times;
  return {
    ...(uses !== undefined && { uses }),
    ...(expiresIn !== undefined && { expiresIn }),
  };
}
