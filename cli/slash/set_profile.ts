/**
 * `/set-profile`: changes what one says about oneself.
 * @module
 */
import { answers, ask, misused, type SlashCommand } from "./command.ts";
import { describePerson, list } from "./listing.ts";
import { takeWord } from "./parse.ts";
import { profileRows } from "./profile.ts";

const FIELDS: Readonly<Record<string, "display" | "bio" | "email" | "timeZone">> = {
  "display": "display",
  "bio": "bio",
  "email": "email",
  "timezone": "timeZone",
};

export const setProfile: SlashCommand = {
  name: "set-profile",
  aliases: [],
  usage: "/set-profile display/bio/email/timezone [value]",
  help: "changes one thing about you; without a value, clears it",
  run(state, call) {
    const { word, rest } = takeWord(call.args);
    const field = FIELDS[word.toLowerCase()];
    if (!field) return misused(call, "It takes what to change.");
    return ask(state, call, "set-profile", { [field]: rest });
  },
  answer: answers({
    "set-profile": (state, { account }) =>
      list(state, `You are ${describePerson(account)}`, profileRows(account), ""),
  }),
};
