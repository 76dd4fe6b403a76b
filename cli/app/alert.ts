/**
 * What calls for the person's attention: never what they look at, not while they want quiet, and never
 * often.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { MessageEvent } from "../../shared/protocol/mod.ts";
import { sanitizeLine } from "../../shared/text.ts";
import { hurry } from "./attention.ts";
import { andThen, nothing, tell, type Update } from "./effects.ts";
import { type AppState, roomLabel, type RoomState } from "./state.ts";

/** A message in a room that calls for attention. */
export function alertOf(state: AppState, room: RoomState, message: MessageEvent): Update {
  if (room.id === state.current && isLooking(state)) return nothing(state);
  const author = sanitizeLine(message.author.name);
  const title = room.kind === "direct" ? author : `${author} in ${sanitizeLine(roomLabel(room))}`;
  return alert(state, title, textFor(state, message.text));
}

/** What a notification shows of a text that somebody else wrote. */
export function textFor({ config }: AppState, text: string): string {
  if (!config["notify.preview"]) return "A new message.";
  // Of a long text, what would not be shown need not be looked at either.
  const start = text.slice(0, 2 * limits.alertLength).toWellFormed();
  return Array.from(sanitizeLine(start)).slice(0, limits.alertLength).join("");
}

/** Calls for attention, at once or, if that was done a moment ago, later together with others. */
export function alert(state: AppState, title: string, text: string): Update {
  if (isQuiet(state)) return nothing(state);
  if (!isDue(state)) return nothing({ ...state, alertsHeld: state.alertsHeld + 1 });
  return {
    state: { ...state, alertedAt: state.now, alertsHeld: 0 },
    effects: [{ type: "alert", title, text }],
  };
}

/** About once a second: what was held back is told of, and quiet ends. */
export function tickAlerts(state: AppState): Update {
  const over = state.quietUntil !== undefined && !isQuiet(state);
  const ended = over
    ? tell({ ...state, quietUntil: undefined }, "info", "Notifications are on again.")
    : nothing(state);
  const { alertsHeld: count } = state;
  if (count === 0 || !isDue(state)) return ended;
  if (state.focused) return andThen(ended, (now) => nothing({ ...now, alertsHeld: 0 }));
  const text = count === 1 ? "One more message." : `${count} more messages.`;
  return andThen(ended, (now) => alert({ ...now, alertsHeld: 0 }, "Parley", text));
}

export function focusChanged(state: AppState, focused: boolean): Update {
  const next = { ...state, focused };
  return focused ? hurry(next) : nothing(next);
}

function isDue({ now, alertedAt }: AppState): boolean {
  return now - alertedAt >= limits.alertInterval;
}

/** Do-not-disturb is on. */
export function isQuiet({ now, quietUntil }: AppState): boolean {
  return quietUntil !== undefined && now < quietUntil;
}

/** The person sees the chat; where the terminal doesn't tell, if there was a key lately. */
export function isLooking({ focused, now, touchedAt }: AppState): boolean {
  return focused ?? now - touchedAt < limits.lookingTime;
}
