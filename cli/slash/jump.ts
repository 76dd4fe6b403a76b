/**
 * `/jump`: shows the room around a day, a message, or where one left.
 * @module
 */
import { jumpTo } from "../app/jump.ts";
import { nothing, tell } from "../app/effects.ts";
import { backToNow } from "../app/scroll.ts";
import { inRoom, misused, type SlashCommand } from "./command.ts";

export const jump: SlashCommand = {
  name: "jump",
  aliases: ["goto"],
  usage: "/jump 2026-11-20, /jump #12, /jump new, /jump now",
  help:
    "shows what was said on a day, around a message, or from where you left; now: what is said now",
  run: (state, call) =>
    inRoom(state, (room) => {
      const where = call.args.trim().toLowerCase();
      if (where === "now") return nothing(backToNow(state));
      if (where === "new") {
        const { freshAfter } = room;
        if (freshAfter === undefined) return tell(state, "info", "Nothing was new here.");
        return jumpTo(state, { after: freshAfter });
      }
      const number = /^#(\d{1,15})$/.exec(where);
      if (number) return jumpTo(state, { seq: Math.max(1, Number(number[1])) });
      const at = startOfDay(where);
      return at === undefined
        ? misused(call, "It takes a day, the number of a message, new, or now.")
        : jumpTo(state, { at });
    }),
};

/** Milliseconds since 1970 at which a day begins here; `undefined` for what is no day. */
function startOfDay(text: string): number | undefined {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!day) return undefined;
  const [year, month, date] = day.slice(1).map(Number);
  const start = new Date(year, month - 1, date);
  return start.getMonth() === month - 1 ? start.getTime() : undefined;
}
