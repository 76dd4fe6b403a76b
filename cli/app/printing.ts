/**
 * Events of the log on their way into the transcript.
 * @module
 */
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { isSameName } from "../../shared/names.ts";
import { print, type Update } from "./effects.ts";
import type { Entry } from "./entry.ts";
import { type AppState, roomLabel, type RoomState } from "./state.ts";

/** A direct room is there because somebody writes: that it was made, and for whom, goes without saying. */
function isWorthALine(room: RoomState, { kind }: LogEvent): boolean {
  return room.kind !== "direct" || (kind !== "create" && kind !== "join");
}

/** Prints events of a room, the newest of what the transcript holds from then on. */
export function printEvents(
  state: AppState,
  room: RoomState,
  events: readonly LogEvent[],
): Update {
  const shown = events.filter((event) => isWorthALine(room, event));
  if (shown.length === 0) return { state, effects: [] };
  const entries = eventEntries(state, room, shown, state.printedAt);
  return print({ ...state, printedAt: shown.at(-1)!.at }, ...entries);
}

/** @param previousAt time of the event that is printed before them, if any. */
export function eventEntries(
  state: AppState,
  room: RoomState,
  events: readonly LogEvent[],
  previousAt: number | undefined,
): Entry[] {
  return events.map((event, index) => ({
    kind: "event",
    event,
    room: roomLabel(room),
    elsewhere: room.id !== state.current,
    mine: event.author.id === state.you?.id,
    mention: isMention(state, event),
    previousAt: index > 0 ? events[index - 1].at : previousAt,
  }));
}

const NAMED = /@([\p{L}\p{M}\p{N}._-]+)/gu;

/** True if somebody else's message says `@` and the reader's name. */
export function isMention(state: AppState, event: LogEvent): boolean {
  const { you } = state;
  if (event.kind !== "message" || !you || event.author.id === you.id) return false;
  if (!event.text.includes("@")) return false;
  // A full stop may end the name or the sentence.
  return Array.from(event.text.matchAll(NAMED), ([, name]) => name)
    .some((name) =>
      isSameName(name, you.name) || isSameName(name.replace(/[._-]+$/, ""), you.name)
    );
}
