/**
 * `/more`: the next page of the list that was shown last.
 * @module
 */
import { request, type RequestEffect } from "../app/effects.ts";
import type { SlashCommand } from "./command.ts";

export const more: SlashCommand = {
  name: "more",
  aliases: [],
  usage: "/more",
  help: "the next page of the list before",
  run(state, { line }) {
    const { more: page } = state;
    if (!page) return { refuse: "There is no list that goes on." };
    const input = page.input as RequestEffect["input"];
    return request({ ...state, more: undefined }, page.request, input as never, { ...page, line });
  },
};
