/**
 * What the browser keeps of its rooms, to show while there is no network: their list, and the last messages
 * of each. Where they end, the server goes on when it is back.
 * @module
 */
import { shown } from "../../shared/fold.ts";
import { limits } from "../../shared/limits.ts";
import type { LogEvent, Room } from "../../shared/protocol/mod.ts";
import type { HistoryPage } from "./events.ts";
import { createRoom, type Draft, isLive, type RoomState } from "./state.ts";
import { EMPTY, type Entry, replace } from "./timeline.ts";

export interface KeptRoom {
  /** As the server sent it; its `head` is where the page ends. */
  readonly room: Room;
  readonly page: HistoryPage;
}

const DAY = 24 * 3600 * 1000;

/** The rooms with the newest messages, as many as are kept. */
export function roomsToKeep(rooms: readonly RoomState[]): RoomState[] {
  return rooms.toSorted((a, b) => newestIn(b) - newestIn(a)).slice(0, limits.keptRooms);
}

function newestIn({ timeline: { entries } }: RoomState): number {
  return entries.length === 0 ? 0 : eventOf(entries.at(-1)!).at;
}

/**
 * The room as it is kept: its end, so that what comes later follows without a hole.
 *
 * @returns `undefined` while its window stands further up: what was kept before stays.
 */
export function keptRoom(state: RoomState): KeptRoom | undefined {
  const { timeline: { entries, from, upTo } } = state;
  if (from === undefined || upTo === undefined || !isLive(state)) return undefined;
  let start = entries.length;
  let characters = 0;
  while (start > 0 && entries.length - start < limits.keptEvents) {
    characters += lengthOf(entries[start - 1]);
    if (characters > limits.keptCharacters) break;
    start--;
  }
  const events = entries.slice(start).map(eventOf);
  const first = start === 0 ? from : start < entries.length ? entries[start].seq : upTo + 1;
  return { room: roomOf(state), page: { events, from: first, upTo } };
}

/** The room as it was kept, without what has been kept for longer than its messages may be. */
export function restoreRoom({ room, page }: KeptRoom, draft: Draft | undefined, now: number) {
  const state = createRoom(room, draft);
  const oldest = room.retention === undefined ? 0 : now - room.retention * DAY;
  const start = page.events.findIndex(({ at }) => at >= oldest);
  const events = start < 0 ? [] : page.events.slice(start);
  const from = start === 0 ? page.from : events[0]?.seq ?? page.upTo + 1;
  const timeline = replace(EMPTY, events, from, page.upTo);
  return { ...state, timeline, head: page.upTo };
}

/** Nothing that is kept differs. */
export function isKeptAlike(a: RoomState, b: RoomState): boolean {
  return a.timeline === b.timeline && JSON.stringify(roomOf(a)) === JSON.stringify(roomOf(b));
}

function eventOf(entry: Entry): LogEvent {
  return "view" in entry ? shown(entry.view) : entry.deed;
}

function lengthOf(entry: Entry): number {
  return "view" in entry ? shown(entry.view).text.length : 0;
}

function roomOf(state: RoomState): Room {
  const { id, name, kind, head, topic, archived, addressing, slowMode, retention, role } = state;
  const { read, unread, mentions, notify } = state;
  const you = role && { role, read, unread, mentions, notify };
  return { id, name, kind, head, topic, archived, addressing, slowMode, retention, you };
}
