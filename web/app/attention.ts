/**
 * What calls for attention, and what somebody has seen: unread counts, notifications, the title.
 * @module
 */
import { calls, excerpt, isMention, noticeTitle, roomLabel } from "../../shared/attention.ts";
import { limits } from "../../shared/limits.ts";
import type { MessageEvent, Read } from "../../shared/protocol/mod.ts";
import { also, type Effect, nothing, type Update } from "./effects.ts";
import {
  type AppState,
  changeRoom,
  currentRoom,
  findRoom,
  isLive,
  type RoomState,
} from "./state.ts";

/** Somebody looks at the end of this room. */
export function isWatched(state: AppState, room: RoomState): boolean {
  return room.id === state.current && !state.pair && state.attentive && !state.idle &&
    room.atEnd && isLive(room);
}

/** Tells of a message that just came. @param room as it was before. */
export function tellOf(state: AppState, room: RoomState, message: MessageEvent): Update {
  const { you } = state;
  if (!you || message.author.id === you.id) return nothing(state);
  const who = message.author.name;
  const watched = isWatched(state, room);
  if (!watched && !calls(room.kind, room.notify, isMention(message, you.id))) return nothing(state);
  const text = excerpt(message.text, limits.pushTextLength);
  const title = noticeTitle(room, who);
  const announced = { ...state, announcement: `${watched ? who : title}: ${text}` };
  if (watched) return nothing(announced);
  const effects: Effect[] = [];
  if (state.desktop) effects.push({ type: "notify", room: room.id, title, text });
  if (state.sound) effects.push({ type: "beep" });
  return also(announced, ...effects);
}

/** What is on the screen of somebody who looks at it is read. */
export function attend(state: AppState): Update {
  const room = currentRoom(state);
  const seq = room?.timeline.entries.at(-1)?.seq;
  if (!room || seq === undefined || !isWatched(state, room)) return nothing(state);
  if (seq <= Math.max(room.read, room.marked) || state.status.state !== "online") {
    return nothing(state);
  }
  const seen = changeRoom(state, room.id, { marked: seq, unread: 0, mentions: 0 });
  return also(seen, { type: "mark-read", room: room.id, seq });
}

/** The server's word on a room's read marker, from whatever device it was moved. */
export function readMoved(state: AppState, { room: id, ...moved }: Omit<Read, "type">): Update {
  const room = findRoom(state, id);
  if (!room || moved.read < room.read) return nothing(state);
  const { read, unread, mentions, notify } = moved;
  const isOld = read < room.marked;
  return nothing(
    changeRoom(state, id, { read, notify, ...(!isOld && { unread, mentions, marked: read }) }),
  );
}

/** What a room's badge shows: the mentions, and all that is unread unless nothing shall count. */
export function badgeOf(
  { kind, unread, mentions, notify }: RoomState,
): { count: number; loud: boolean } {
  if (notify === "none") return { count: 0, loud: false };
  if (notify === "mentions") return { count: mentions, loud: mentions > 0 };
  return { count: unread, loud: mentions > 0 || (kind === "direct" && unread > 0) };
}

/** The page's title: how many messages wait, and where one is. */
export function titleOf(state: AppState): string {
  if (state.phase !== "chat") return "Parley";
  const waiting = state.rooms.reduce((sum, room) => {
    return sum +
      (room.kind === "direct" ? badgeOf(room).count : room.notify === "none" ? 0 : room.mentions);
  }, 0);
  const some = state.rooms.some((room) => badgeOf(room).count > 0);
  const room = currentRoom(state);
  const where = state.pair ? "A stranger – " : room ? `${roomLabel(room)} – ` : "";
  return `${waiting > 0 ? `(${waiting}) ` : some ? "• " : ""}${where}Parley`;
}
