/**
 * `/random`, `/next` and `/block`: meeting strangers.
 * @module
 */
import { metStranger } from "../app/pair.ts";
import { answers, ask, type SlashCommand } from "./command.ts";

export const random: SlashCommand = {
  name: "random",
  aliases: ["stranger"],
  usage: "/random",
  help: "opens a pair room with a stranger: neither sees the other's name, and nothing is kept",
  inPair: true,
  run: (state, call) => ask(state, call, "stranger-next", {}),
  answer: answers({ "stranger-next": metStranger }),
};

export const next: SlashCommand = {
  name: "next",
  aliases: [],
  usage: "/next",
  help: "in a pair room: leaves this stranger and meets another",
  inPair: true,
  run: (state, call) =>
    state.pair
      ? ask(state, call, "stranger-next", {})
      : { refuse: "You are in no pair room. /random opens one." },
  answer: answers({ "stranger-next": metStranger }),
};

export const block: SlashCommand = {
  name: "block",
  aliases: [],
  usage: "/block",
  help: "in a pair room: leaves this stranger, and you two never meet again",
  inPair: true,
  run: (state, call) =>
    state.pair
      ? ask(state, call, "stranger-block", {})
      : { refuse: "You are in no pair room. /random opens one." },
  answer: answers({ "stranger-block": metStranger }),
};
