/**
 * A room as it is read from top to bottom: its messages as they are by now, and among them what was
 * said that is no message. What is shown is a part of it: what is said now, or what is scrolled through.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { type MessageView, shown } from "../../shared/fold.ts";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import type { Effect } from "./effects.ts";
import type { Entry } from "./entry.ts";
import { isChange, quotedBy } from "./messages.ts";
import { eventEntries, isWhisperHere } from "./printing.ts";
import { type AppState, changeRoom, currentRoom, findRoom, type RoomState } from "./state.ts";

/** Something that is no message of the room, and stands after the event with this `seq`, or is it. */
export interface Note {
  readonly seq: number;
  readonly entry: Entry;
}

export type Item = { readonly seq: number; readonly view: MessageView } | Note;

/** Where one is in what is scrolled through. */
export interface Anchor {
  /** Place in the items of what stands lowest in the pane, … */
  readonly index: number;
  /** … and how many of its rows are below the pane. */
  readonly below: number;
}

/** A part of the open room, without holes, that is scrolled through. */
export interface Scrolled {
  readonly room: string;
  readonly items: readonly Item[];
  /** All events of the room with `from` ≤ seq ≤ `upTo` that are worth a line are among the items. */
  readonly from: number;
  readonly upTo: number;
  /** Nothing is before it. */
  readonly start: boolean;
  readonly anchor: Anchor;
  /** `seq` of the message that was looked for. */
  readonly found?: number;
  /** What is being fetched. */
  readonly loading?: "older" | "newer";
}

/** What the pane shows from its end upwards. */
export function itemsOf(state: AppState): readonly Item[] {
  const room = currentRoom(state);
  if (state.scrolled) return state.scrolled.items;
  return room ? liveItems(room) : state.notes;
}

/** `seq` from which on nothing that is known of the room has a hole. */
export function liveFrom({ oldest = 1, messages }: RoomState): number {
  const full = messages.length >= limits.roomEvents;
  return full ? Math.max(oldest, messages[0].base.seq) : oldest;
}

/** What is said now: the newest of the room. */
export function liveItems(room: RoomState): Item[] {
  const from = liveFrom(room);
  const start = room.messages.findIndex(({ base }) => base.seq >= from);
  const views = start < 0 ? [] : room.messages.slice(start);
  return merged(views.map((view) => ({ seq: view.base.seq, view })), room.notes);
}

/** Both in the order of their places; a note goes after the message that it came after. */
function merged(messages: readonly Item[], notes: readonly Note[]): Item[] {
  const items: Item[] = [];
  let next = 0;
  for (const item of messages) {
    while (next < notes.length && notes[next].seq < item.seq) items.push(notes[next++]);
    items.push(item);
  }
  return [...items, ...notes.slice(next)];
}

/** A page of the log as items. */
export function logItems(state: AppState, room: RoomState, events: readonly LogEvent[]): Item[] {
  return events.filter((event) => !isChange(event)).flatMap((event): Item[] => {
    if (event.kind === "message") {
      return [{ seq: event.seq, view: { base: event, changes: new Map() } }];
    }
    if (room.kind === "direct") return [];
    const [entry] = eventEntries(state, room, [event], event.at);
    return [{ seq: event.seq, entry }];
  });
}

/** An item as it is printed. @param previous the one above it. */
export function entryOf(state: AppState, item: Item, previous: Item | undefined): Entry {
  const previousAt = previous && timeOf(previous);
  if (!("view" in item)) {
    return item.entry.kind === "event" ? { ...item.entry, previousAt } : item.entry;
  }
  const room = currentRoom(state)!;
  const event = shown(item.view);
  const [entry] = eventEntries(state, room, [event], previousAt);
  const quoted = quotedBy(room, event);
  if (entry.kind !== "event" || quoted?.author !== undefined || !state.scrolled) return entry;
  const messages = state.scrolled.items.flatMap((one) => "view" in one ? [one.view] : []);
  return { ...entry, quoted: quotedBy({ ...room, messages }, event) };
}

/** When it was said; the client's own words count for no time. */
function timeOf(item: Item): number | undefined {
  if ("view" in item) return item.view.base.at;
  const { entry } = item;
  return entry.kind === "event" ? entry.event.at : "at" in entry ? entry.at : undefined;
}

/** Keeps what was printed and is no message of its room, for views that print nothing. */
export function withNotes(before: AppState, effects: readonly Effect[]): AppState {
  let state = before;
  for (const effect of effects) {
    if (effect.type !== "print") continue;
    // Looked up in another view, it stands in the terminal's scrollback: here it would be said twice.
    if (effect.past && state.view !== "fullscreen") continue;
    for (const entry of effect.entries) {
      state = effect.past ? withPast(state, entry) : withNote(state, entry);
    }
  }
  return state;
}

/** What was looked up stands where it was asked for. */
function withPast(state: AppState, entry: Entry): AppState {
  const open = currentRoom(state);
  if (!open) return state;
  const notes = [...open.notes, { seq: open.head, entry }].slice(-limits.roomNotes);
  return changeRoom(state, open.id, { notes });
}

function withNote(state: AppState, entry: Entry): AppState {
  // Rooms have a title, and comings and goings show among the people.
  if (entry.kind === "heading" || entry.kind === "presence") return state;
  const open = currentRoom(state);
  const note = (room: RoomState, seq: number): AppState =>
    changeRoom(state, room.id, { notes: insertNote(room.notes, { seq, entry }) });
  if (entry.kind !== "event" || isWhisperHere(state, entry.event)) {
    if (open && !state.pair) return note(open, open.head);
    return { ...state, notes: [...state.notes, { seq: 0, entry }].slice(-limits.roomNotes) };
  }
  const { event } = entry;
  const room = findRoom(state, event.room);
  if (!room || event.kind === "message" || isChange(event)) return state;
  return note(room, event.seq);
}

/** An event that is printed again keeps its place. */
function insertNote(notes: readonly Note[], note: Note): readonly Note[] {
  const before = notes.findLastIndex(({ seq }) => seq <= note.seq);
  const isEvent = note.entry.kind === "event" && note.entry.event.kind !== "message";
  const known = notes[before];
  if (isEvent && known?.seq === note.seq && known.entry.kind === "event") return notes;
  return notes.toSpliced(before + 1, 0, note).slice(-limits.roomNotes);
}
