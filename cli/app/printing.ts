/**
 * Events of the log on their way into the transcript.
 * @module
 */
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { nothing, print, printPage, type Update } from "./effects.ts";
import type { Entry } from "./entry.ts";
import { findMessage, quotedBy, withMessage, withoutChanges } from "./messages.ts";
import { type AppState, changeRoom, findRoom, roomLabel, type RoomState } from "./state.ts";

/** A direct room is there because somebody writes: that it was made, and for whom, goes without saying. */
function isWorthALine(room: RoomState, { kind }: LogEvent): boolean {
  return room.kind !== "direct" || (kind !== "create" && kind !== "join");
}

/**
 * Prints events of a room, the newest of what the transcript holds from then on.
 *
 * @param room as it was before the events, so that what they change can be quoted.
 */
export function printEvents(
  state: AppState,
  room: RoomState,
  events: readonly LogEvent[],
): Update {
  const worth = events.filter((event) => isWorthALine(room, event));
  if (worth.length === 0 || state.strangersOnly) return nothing(state);
  const entries = eventEntries(state, room, worth, state.printedAt);
  const fresh = firstFresh(state, room, worth);
  if (fresh >= 0) entries.splice(fresh, 0, { kind: "heading", text: "new messages" });
  return print({ ...state, printedAt: worth.at(-1)!.at }, ...entries);
}

/** Where what is new begins, if it begins here; -1 otherwise. */
function firstFresh(state: AppState, room: RoomState, events: readonly LogEvent[]): number {
  const { freshAfter, messages } = room;
  if (freshAfter === undefined || room.id !== state.current) return -1;
  const isNew = ({ kind, seq, author }: LogEvent) =>
    kind === "message" && seq > freshAfter && author.id !== state.you?.id;
  const first = events.findIndex(isNew);
  const isFirst = !messages.some(({ base }) => base.seq < events[first]?.seq && isNew(base));
  return isFirst ? first : -1;
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
    elsewhere: room.id !== state.current && !isWhisperHere(state, event),
    mine: event.author.id === state.you?.id,
    mention: isMention(state, event),
    quoted: quotedBy(room, event),
    whisper: event.kind === "message" && event.via ? whisperedTo(state, room, event) : undefined,
    // A number means a message of the open room: that of a whisper shown in it belongs to another.
    numbered: state.numbers && !isWhisperHere(state, event),
    previousAt: index > 0 ? events[index - 1].at : previousAt,
  }));
}

/** True if somebody else's message names the reader or everybody. */
export function isMention({ you }: AppState, event: LogEvent): boolean {
  if (event.kind !== "message" || !you || event.author.id === you.id) return false;
  return event.everyone === true || event.mentions?.includes(you.id) === true;
}

/** True for a whisper that was written in the open room: it is shown in its place there. */
export function isWhisperHere(state: AppState, event: LogEvent): boolean {
  return event.kind === "message" && event.via !== undefined && event.via === state.current;
}

/** Everybody in a whisper's direct room but its author; the reader as `you`. */
function whisperedTo(state: AppState, room: RoomState, { author }: LogEvent): string[] {
  const others = room.name.split(", ");
  if (author.id === state.you?.id) return others;
  return ["you", ...others.filter((name) => name !== author.name)];
}

/** A part of the log from before, below its heading: what was said there as it is by now. */
export function printPast(
  before: AppState,
  id: string,
  heading: string,
  events: readonly LogEvent[],
): Update {
  let state = before;
  for (const event of events) {
    const room = findRoom(state, id);
    if (!room || event.kind !== "message") continue;
    state = changeRoom(state, id, { messages: withMessage(room.messages, event) });
  }
  const room = findRoom(state, id);
  if (!room) return nothing(state);
  const now = events.map((event) =>
    event.kind === "message" ? findMessage(room, event.seq) ?? event : event
  );
  return printPage(state, heading, eventEntries(state, room, withoutChanges(now), undefined));
}
