/**
 * `/suspend` and `/unsuspend`: who may not enter the server.
 * @module
 */
import { tell } from "../app/effects.ts";
import { answers, ask, misused, type SlashCommand } from "./command.ts";
import { forHowLong } from "./ban.ts";
import { takePerson } from "./parse.ts";

export const suspend: SlashCommand = {
  name: "suspend",
  aliases: [],
  usage: "/suspend @name [time] [reason]",
  help: "shuts somebody out of this server: for 2h, 7d … or until /unsuspend",
  run(state, call) {
    const { person, rest } = takePerson(call.args);
    if (person === "") return misused(call, "It takes a name.");
    return ask(state, call, "suspend", { person, ...forHowLong(rest) });
  },
  answer: answers({
    "suspend": (state, _, { input }) => tell(state, "info", `${input.person} is shut out.`),
  }),
};

export const unsuspend: SlashCommand = {
  name: "unsuspend",
  aliases: [],
  usage: "/unsuspend @name",
  help: "lets them come back",
  run(state, call) {
    const { person, rest } = takePerson(call.args);
    if (person === "" || rest !== "") return misused(call, "It takes a name.");
    return ask(state, call, "unsuspend", { person });
  },
  answer: answers({
    "unsuspend": (state, _, { input }) => tell(state, "info", `${input.person} may come back.`),
  }),
};
