/**
 * `/ban`, `/unban` and `/bans`: who may not enter the room.
 * @module
 */
import type { Ban } from "../../shared/protocol/mod.ts";
import type { Row } from "../app/entry.ts";
import { tell } from "../app/effects.ts";
import { answers, ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { describePerson, list, untilWhen } from "./listing.ts";
import { takePerson, takeTime } from "./parse.ts";

export const ban: SlashCommand = {
  name: "ban",
  aliases: [],
  usage: "/ban @name [time] [reason]",
  help: "puts somebody out of this room, and keeps them out: for 2h, 7d … or for good",
  run: (state, call) =>
    inRoom(state, (room) => {
      const { person, rest } = takePerson(call.args);
      if (person === "") return misused(call, "It takes a name.");
      return ask(state, call, "ban", { room: room.id, person, ...forHowLong(rest) });
    }),
};

export const unban: SlashCommand = {
  name: "unban",
  aliases: [],
  usage: "/unban @name",
  help: "lets them come back",
  run: (state, call) =>
    inRoom(state, (room) => {
      const { person, rest } = takePerson(call.args);
      if (person === "" || rest !== "") return misused(call, "It takes a name.");
      return ask(state, call, "unban", { room: room.id, person });
    }),
  answer: answers({
    "unban": (state, _, { input }) => tell(state, "info", `${input.person} may come back.`),
  }),
};

export const bans: SlashCommand = {
  name: "bans",
  aliases: [],
  usage: "/bans",
  help: "who may not enter this room",
  run: (state, call) => inRoom(state, (room) => ask(state, call, "bans", { room: room.id })),
  answer: answers({
    "bans": (state, { bans }) =>
      list(state, "Banned from this room (/unban @name):", bans.map(banRow), "Nobody is banned."),
  }),
};

/** A time and a reason, each if it is there. */
export function forHowLong(args: string): { for?: number; reason?: string } {
  const { seconds, rest } = takeTime(args);
  return { ...(seconds !== undefined && { for: seconds }), ...(rest !== "" && { reason: rest }) };
}

export function banRow({ person, by, at, until, reason }: Ban): Row {
  const why = reason ? `: ${reason}` : "";
  return [`${describePerson(person)}  by ${by.name}, `, { at }, ...untilWhen(until), why];
}
