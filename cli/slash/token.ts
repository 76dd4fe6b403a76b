/**
 * `/token`: API tokens, with which programs act in one's name.
 * @module
 */
import { parseTime } from "../../shared/duration.ts";
import { Scope } from "../../shared/protocol/mod.ts";
import { print, tell } from "../app/effects.ts";
import { answers, ask, misused, type SlashCommand } from "./command.ts";
import { list, untilWhen } from "./listing.ts";
import { takeWord } from "./parse.ts";

export const token: SlashCommand = {
  name: "token",
  aliases: ["tokens"],
  usage: "/token, /token create name [read,send,manage] [#room …] [time], /token revoke id",
  help: "lists, makes and ends API tokens, with which programs act in your name",
  run(state, call) {
    const { word, rest } = takeWord(call.args);
    if (word === "" || (word === "list" && rest === "")) return ask(state, call, "tokens", {});
    if (word === "revoke" && rest !== "") return ask(state, call, "revoke-token", { token: rest });
    const wanted = word === "create" ? parseWanted(rest) : undefined;
    return wanted ? ask(state, call, "create-token", wanted) : misused(call, "That can't be read.");
  },
  answer: answers({
    "create-token": (state, { token, info }) =>
      print(state, {
        kind: "list",
        title: `Token ${info.name}, shown this once:`,
        rows: [
          [token],
          [
            `may ${info.scopes.join(", ")}${info.rooms ? " in some rooms" : ""}, good`,
            ...untilWhen(info.expiresAt),
          ],
        ],
      }),
    "tokens": (state, { tokens }) =>
      list(
        state,
        "Your tokens (/token revoke id ends one):",
        tokens.map(({ id, name, scopes, rooms, expiresAt }) => [
          `${id}  ${name}: ${scopes.join(", ")}${rooms ? " in some rooms" : ""}, good`,
          ...untilWhen(expiresAt),
        ]),
        "You have no tokens. /token create name makes one.",
      ),
    "revoke-token": (state) => tell(state, "info", "The token is worth nothing any more."),
  }),
};

const SCOPES: readonly string[] = Scope.options;

/** `name`, then scopes, rooms and a time in any order. */
function parseWanted(args: string) {
  const { word: name, rest } = takeWord(args);
  let scopes: Scope[] = ["read", "send"];
  const rooms: string[] = [];
  let expiresIn: number | undefined;
  for (const word of rest.split(/\s+/).filter((each) => each !== "")) {
    const parts = word.split(",");
    if (parts.every((part) => SCOPES.includes(part))) scopes = parts as Scope[];
    else if (word.startsWith("#")) rooms.push(word);
    else if (parseTime(word) !== undefined) expiresIn = parseTime(word);
    else return undefined;
  }
  if (name === "") return undefined;
  return {
    name,
    scopes,
    ...(rooms.length > 0 && { rooms }),
    ...(expiresIn !== undefined && { expiresIn }),
  };
}
