/**
 * `/rooms`: the rooms there are.
 * @module
 */
import { request } from "../app/effects.ts";
import type { SlashCommand } from "./command.ts";

export const rooms: SlashCommand = {
  name: "rooms",
  aliases: [],
  usage: "/rooms",
  help: "the rooms there are",
  run(state, { line }) {
    return request(state, "rooms", {}, { for: "rooms", line });
  },
};
