/**
 * `/react` and `/unreact`: an emoji on a message.
 * @module
 */
import * as v from "valibot";
import { Emoji } from "../../shared/protocol/mod.ts";
import type { AppState } from "../app/state.ts";
import { ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { referred, takeReference, takeWord } from "./parse.ts";

/** What `:tada:` means, written out and not completed. */
function emojiNamed({ emoji }: AppState, word: string): string | undefined {
  const [, name] = /^:([^:]+):$/.exec(word) ?? [];
  return emoji?.find((offer) => offer.name === name)?.text;
}

function reaction(on: boolean): SlashCommand["run"] {
  return (state, call) =>
    inRoom(state, (room) => {
      const { word, rest } = takeWord(call.args);
      const emoji = emojiNamed(state, word) ?? word;
      const { reference, rest: more } = takeReference(rest);
      if (!v.is(Emoji, emoji) || more !== "") {
        return misused(call, "It takes one emoji, or a short word.");
      }
      const isOthers = ({ author }: { author: { id: string } }) => author.id !== state.you?.id;
      const found = referred(room, reference, isOthers);
      if ("refuse" in found) return found;
      return ask(state, call, "react", { room: room.id, seq: found.seq, emoji, on });
    });
}

export const react: SlashCommand = {
  name: "react",
  aliases: [],
  usage: "/react 👍 [^2 or #12]",
  help: "reacts to the last message of somebody else, or the one named; a short word will do, too",
  run: reaction(true),
};

export const unreact: SlashCommand = {
  name: "unreact",
  aliases: [],
  usage: "/unreact 👍 [^2 or #12]",
  help: "takes that back",
  run: reaction(false),
};
