/**
 * `/hook`: webhooks, by which programs post into the room or are told of it.
 * @module
 */
import { print, tell } from "../app/effects.ts";
import { answers, ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { list } from "./listing.ts";
import { takeWord } from "./parse.ts";

export const hook: SlashCommand = {
  name: "hook",
  aliases: ["hooks"],
  usage: "/hook, /hook in name, /hook out name url, /hook delete id",
  help: "webhooks of this room: in is a URL that posts here, out tells a URL what happens here",
  run: (state, call) =>
    inRoom(state, ({ id: room }) => {
      const { word, rest } = takeWord(call.args);
      const { word: name, rest: url } = takeWord(rest);
      if (word === "" || (word === "list" && rest === "")) {
        return ask(state, call, "hooks", { room });
      }
      if (word === "delete" && name !== "" && url === "") {
        return ask(state, call, "delete-hook", { room, hook: name });
      }
      if (word === "in" && rest !== "") {
        return ask(state, call, "create-incoming-hook", { room, name: rest });
      }
      if (word === "out" && URL.canParse(url)) {
        return ask(state, call, "create-outgoing-hook", { room, name, url });
      }
      return misused(call, "That can't be read.");
    }),
  answer: answers({
    "create-incoming-hook": (state, { hook, path }) =>
      print(state, {
        kind: "list",
        title:
          `Webhook ${hook.name}: post {"text": …} to this path of the server. Shown this once:`,
        rows: [[path]],
      }),
    "create-outgoing-hook": (state, { hook, secret }) =>
      print(state, {
        kind: "list",
        title: `Webhook ${hook.name}: what it sends is signed with this secret. Shown this once:`,
        rows: [[secret]],
      }),
    "hooks": (state, { hooks }) =>
      list(
        state,
        "Webhooks of this room (/hook delete id):",
        hooks.map(({ id, kind, name, url, error }) => [
          `${id}  ${kind} ${name}${url ? ` → ${url}` : ""}${error ? `, failing: ${error}` : ""}`,
        ]),
        "This room has no webhooks.",
      ),
    "delete-hook": (state) => tell(state, "info", "The webhook is deleted."),
  }),
};
