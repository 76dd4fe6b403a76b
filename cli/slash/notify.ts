/**
 * `/notify`: what of a room calls for one's attention.
 * @module
 */
import { NotifyLevel } from "../../shared/protocol/mod.ts";
import { andThen, tell } from "../app/effects.ts";
import { readMoved } from "../app/attention.ts";
import { answers, ask, inRoom, misused, type SlashCommand } from "./command.ts";

const LEVELS: readonly string[] = NotifyLevel.options;

export const notify: SlashCommand = {
  name: "notify",
  aliases: [],
  usage: "/notify all/mentions/none",
  help: "which messages of this room count as unread and ring",
  run: (state, call) =>
    inRoom(state, (room) => {
      const level = call.args.trim().toLowerCase();
      if (!LEVELS.includes(level)) return misused(call, `It is ${room.notify} now.`);
      return ask(state, call, "set-notify", { room: room.id, level: level as NotifyLevel });
    }),
  answer: answers({
    "set-notify": (state, moved) =>
      andThen(
        readMoved(state, moved),
        (now) => tell(now, "info", `You are told of: ${moved.notify}.`),
      ),
  }),
};
