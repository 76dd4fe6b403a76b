/**
 * `/password`: changes one's password.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { tell } from "../app/effects.ts";
import { openQuestion } from "../app/question.ts";
import { answers, ask, misused, type SlashCommand } from "./command.ts";

const PROMPTS = ["Your password now", "A new password", "The new password again"];

export const password: SlashCommand = {
  name: "password",
  aliases: [],
  usage: "/password",
  help: "changes your password, which it asks for; your other sessions end",
  run(state, call) {
    // Written into the line it would stand on the screen, and in the history of drafts.
    if (call.args !== "") return misused(call, "It asks for the passwords: don't write them here.");
    if (state.plain) {
      return { refuse: "It can't be hidden here. In a terminal, parley password asks." };
    }
    if (state.you?.guest) return { refuse: "Guests have no password." };
    const prompts = PROMPTS.map((label) => ({ label, masked: true }));
    return openQuestion(state, { command: "password", args: "", prompts });
  },
  answered(state, call, [old, fresh, again]) {
    if (fresh !== again) return { refuse: "The two new passwords differ. Nothing was changed." };
    if (fresh.length < limits.passwordMinimum) {
      return { refuse: `A password has at least ${limits.passwordMinimum} characters.` };
    }
    return ask(state, call, "change-password", { old, new: fresh });
  },
  answer: answers({
    "change-password": (state) =>
      tell(state, "info", "The password is changed. Your other sessions have ended."),
  }),
};
