/**
 * `/view`: shows the chat in another way.
 * @module
 */
import { tell } from "../app/effects.ts";
import { switchView } from "../app/jump.ts";
import type { ViewName } from "../app/state.ts";
import { misused, type SlashCommand } from "./command.ts";

const VIEWS: readonly ViewName[] = ["inline", "fullscreen", "plain"];

export const view: SlashCommand = {
  name: "view",
  aliases: [],
  usage: "/view inline/fullscreen/plain",
  help: "shows the chat in your terminal's own scrollback, on the whole screen, or as plain lines",
  inPair: true,
  run(state, call) {
    const wanted = VIEWS.find((name) => name === call.args.trim().toLowerCase());
    if (!wanted) return misused(call, `This is the ${state.view} view.`);
    if (!state.paintable && wanted !== "plain") {
      return { refuse: "There is no terminal here that another view could be painted on." };
    }
    if (wanted === state.view) return tell(state, "info", `This is the ${wanted} view.`);
    return switchView(state, wanted);
  },
};
