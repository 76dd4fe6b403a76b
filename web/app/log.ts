/**
 * What comes out of a room's log: live, as pages of history, and what a gap leaves out.
 * @module
 */
import {
  isKnownKind,
  type LogEvent,
  type RequestResult,
  type UnknownEvent,
} from "../../shared/protocol/mod.ts";
import { isMention } from "../../shared/attention.ts";
import { isWatched, tellOf } from "./attention.ts";
import { also, type Effect, nothing, type Update } from "./effects.ts";
import type { AppEvent, HistoryPage, PageUse } from "./events.ts";
import { withoutPerson, withoutTypist } from "./people.ts";
import { type AppState, changeRoom, findRoom, isLive, type RoomState, tell } from "./state.ts";
import { append, extend, PAGE, pass, prepend, replace, startAfter } from "./timeline.ts";

export function logEvent(state: AppState, event: LogEvent | UnknownEvent): Update {
  const room = findRoom(state, event.room);
  if (!room) return nothing(state);
  if (!isKnownKind(event.kind)) {
    return nothing(advance(state, room, { timeline: pass(room.timeline, event.seq) }, event.seq));
  }
  const known = event as LogEvent;
  const taken = { ...changedBy(room, known), timeline: append(room.timeline, known) };
  const next = advance(state, room, taken, event.seq);
  if (known.kind !== "message") return nothing(next);
  const mine = known.author.id === state.you?.id;
  const isNews = known.seq > Math.max(room.head, room.oldUpTo);
  const counts = !mine && known.seq > room.countedUpTo && !known.state?.deletedBy &&
    !isWatched(state, room);
  const counted = changeRoom(next, room.id, {
    unread: room.unread + (counts ? 1 : 0),
    mentions: room.mentions + (counts && isMention(known, state.you?.id ?? "") ? 1 : 0),
  });
  const settled = withoutTypist(counted, room.id, known.author.id);
  const arrived = mine
    ? { ...settled, waiting: settled.waiting.filter(({ message }) => message.id !== known.id) }
    : settled;
  return isNews ? tellOf(arrived, room, known) : nothing(arrived);
}

/** The room's log has come to `seq`. */
function advance(
  state: AppState,
  room: RoomState,
  change: Partial<RoomState>,
  seq: number,
): AppState {
  const head = Math.max(room.head, seq);
  return dropPassed(changeRoom(state, room.id, { ...change, head }), room.id, head);
}

/** Without the messages on their way whose place in the log has been passed. */
function dropPassed(state: AppState, room: string, head: number): AppState {
  const waiting = state.waiting.filter(({ place }) => place?.room !== room || place.seq > head);
  return waiting.length === state.waiting.length ? state : { ...state, waiting };
}

/** Of many messages that came meanwhile the server sends the last: the rest is read by scrolling up. */
export function skipped(state: AppState, id: string, upTo: number): Update {
  const room = findRoom(state, id);
  if (!room) return nothing(state);
  const follows = isLive(room) && (room.atEnd || room.id !== state.current);
  return nothing(advance(state, room, follows ? { timeline: startAfter(upTo) } : {}, upTo));
}

/** What an event that is about the room or its members makes of the room. */
function changedBy(room: RoomState, event: LogEvent): Partial<RoomState> {
  switch (event.kind) {
    case "join":
    case "invite":
      return { peopleStale: true };
    case "leave":
      return withoutPerson(room, event.author);
    case "kick":
    case "ban":
      return withoutPerson(room, event.person);
    case "settings": {
      // The server's word on the room was newer than what its log says of before.
      if (event.seq <= room.countedUpTo) return {};
      const { name = room.name, topic = room.topic, archived = room.archived } = event;
      const { addressing = room.addressing, slowMode = room.slowMode } = event;
      const { retention = room.retention } = event;
      return {
        name,
        topic: topic || undefined,
        archived,
        addressing,
        slowMode: slowMode || undefined,
        retention: retention || undefined,
      };
    }
    default:
      return {};
  }
}

/** The window's edge came near the screen's: reads on. */
export function scrolled(
  state: AppState,
  { room: id, towards }: Extract<AppEvent, { type: "scrolled" }>,
): Update {
  const room = findRoom(state, id);
  if (!room || room.loading || state.status.state !== "online") return nothing(state);
  const { from, upTo } = room.timeline;
  if (towards === "newest" || from === undefined || upTo === undefined) {
    return isLive(room) && from !== undefined ? nothing(state) : ask(state, id, "newest", {});
  }
  if (towards === "older") {
    return from <= 1 ? nothing(state) : ask(state, id, "older", { before: from });
  }
  return isLive(room) ? nothing(state) : ask(state, id, "newer", { after: upTo });
}

/** Shows a message wherever it is in the log. */
export function jump(state: AppState, id: string, seq: number): Update {
  const room = findRoom(state, id);
  if (!room) return nothing(state);
  const next = { ...state, jump: { room: id, seq } };
  const { from = Infinity, upTo = -1 } = room.timeline;
  if (from <= seq && seq <= upTo) return nothing(next);
  return ask(next, id, { around: seq }, { after: Math.max(0, seq - PAGE / 2) });
}

function ask(
  state: AppState,
  room: string,
  use: PageUse,
  range: { before?: number; after?: number },
): Update {
  const effect: Effect = { type: "history", room, use, input: { ...range, limit: PAGE } };
  return also(changeRoom(state, room, { loading: true }), effect);
}

/** What a page of the log that was asked for covers. */
export function coverage(
  { input }: Pick<Extract<Effect, { type: "history" }>, "input">,
  { events, more }: RequestResult<"history">,
): HistoryPage {
  const { after, before } = input;
  const first = events[0]?.seq;
  const from = after !== undefined ? after + 1 : more ? first ?? before ?? 1 : 1;
  const upTo = before !== undefined ? before - 1 : events.at(-1)?.seq ?? after ?? 0;
  return { events, from, upTo };
}

export function pageCame(
  state: AppState,
  { room: id, use, page }: Extract<AppEvent, { type: "page" }>,
): Update {
  const room = findRoom(state, id);
  if (!room) return nothing(state);
  const { events, from, upTo } = page;
  const { timeline } = room;
  const next = use === "older"
    ? prepend(timeline, events, from)
    : use === "newer"
    ? extend(timeline, events, upTo)
    : replace(timeline, events, from, upTo);
  const atEnd = use === "newest" || (use === "newer" && room.atEnd);
  return nothing(changeRoom(state, id, { timeline: next, loading: false, atEnd }));
}

export function pageFailed(state: AppState, id: string, reason: string): Update {
  const idle = changeRoom({ ...state, jump: undefined }, id, { loading: false });
  return nothing(state.status.state === "online" ? tell(idle, "error", reason) : idle);
}
