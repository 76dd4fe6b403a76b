/**
 * `/name`: takes another name.
 * @module
 */
import { personChanged } from "../app/people.ts";
import { answers, ask, misused, type SlashCommand } from "./command.ts";

export const name: SlashCommand = {
  name: "name",
  aliases: ["nick"],
  usage: "/name new",
  help: "takes another name; the old one stays yours",
  run(state, call) {
    const name = call.args.trim().replace(/^@/, "");
    if (name === "" || /\s/.test(name)) return misused(call, "It takes one name.");
    return ask(state, call, "rename", { name });
  },
  answer: answers({
    "rename": (state, { account: { id, name, display, guest } }) =>
      personChanged(state, { id, name, display, guest }),
  }),
};
