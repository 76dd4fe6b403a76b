/**
 * `/delete-account`: deletes one's account for good.
 * @module
 */
import { isSameName } from "../../shared/name_key.ts";
import { andThen, say } from "../app/effects.ts";
import { openQuestion } from "../app/question.ts";
import { leave } from "../app/sending.ts";
import { answers, ask, misused, type SlashCommand } from "./command.ts";

export const deleteAccount: SlashCommand = {
  name: "delete-account",
  aliases: [],
  usage: "/delete-account keep/erase",
  help: "deletes your account for good, and keeps or erases your messages; it asks first",
  run(state, call) {
    const messages = call.args.trim().toLowerCase();
    if (messages !== "keep" && messages !== "erase") {
      return misused(call, "Say what is to become of your messages.");
    }
    if (state.plain || !state.you) {
      return { refuse: "It asks for your password, which can't be hidden here. Use a terminal." };
    }
    const { name, guest } = state.you;
    const prompts = [
      { label: `There is no way back. Your name, ${name}, to go on`, masked: false },
      ...(guest ? [] : [{ label: "Your password", masked: true }]),
    ];
    return openQuestion(state, { command: "delete-account", args: messages, prompts });
  },
  answered(state, call, [name, password]) {
    if (!isSameName(name, state.you?.name ?? "")) {
      return { refuse: "That is not your name. Nothing was deleted." };
    }
    const messages = call.args as "keep" | "erase";
    return ask(state, call, "delete-account", {
      messages,
      ...(password !== undefined && { password }),
    });
  },
  answer: answers({
    "delete-account": (state) =>
      andThen(say(state, "info", "Your account is deleted. Farewell."), leave),
  }),
};
