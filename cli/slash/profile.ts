/**
 * `/profile`: what somebody says about themselves; one's own, with what nobody else sees.
 * @module
 */
import type { Row } from "../app/entry.ts";
import { isSameName } from "../../shared/name_key.ts";
import type { OwnProfile } from "../../shared/protocol/mod.ts";
import { answers, ask, misused, type SlashCommand } from "./command.ts";
import { describePerson, list } from "./listing.ts";
import { takePerson } from "./parse.ts";

/** The rows of a profile, other people's included. */
export function profileRows(profile: OwnProfile): Row[] {
  const { bio, email, timeZone, createdAt, administrator } = profile;
  return [
    ...(bio ? bio.split("\n").map((line) => [line]) : []),
    ...(timeZone ? [[`time zone ${timeZone}`]] : []),
    ...(email ? [[`e-mail ${email} (only you see it)`]] : []),
    ...(administrator ? [["administrator of this server"]] : []),
    ["here since ", { at: createdAt }],
  ];
}

export const profile: SlashCommand = {
  name: "profile",
  aliases: ["whois"],
  usage: "/profile [@name]",
  help: "what somebody says about themselves; without a name, your own profile",
  run(state, call) {
    const { person, rest } = takePerson(call.args);
    if (rest !== "") return misused(call, "It takes one name.");
    const own = person === "" || (state.you !== undefined && isSameName(person, state.you.name));
    return own ? ask(state, call, "me", {}) : ask(state, call, "profile", { person });
  },
  answer: answers({
    "me": (state, { account }) =>
      list(state, `You are ${describePerson(account)}`, profileRows(account), ""),
    "profile": (state, { profile }) =>
      list(state, describePerson(profile), profileRows(profile), ""),
  }),
};
