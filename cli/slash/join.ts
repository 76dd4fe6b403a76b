/**
 * `/join`: enters a room and opens it.
 * @module
 */
import { request } from "../app/effects.ts";
import type { SlashCommand } from "./command.ts";

export const join: SlashCommand = {
  name: "join",
  aliases: [],
  usage: "/join #room",
  help: "enters a room and opens it; one that doesn't exist is made",
  run(state, { args, line }) {
    const room = args.trim();
    if (room === "" || /\s/.test(room)) {
      return { refuse: "/join takes the name of one room: /join #room" };
    }
    return request(state, "join", { room }, { for: "join", line });
  },
};
