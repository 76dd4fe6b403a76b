/**
 * Which messages call for somebody's attention: what pages and Web Push notify of.
 * @module
 */
import type { MessageEvent, NotifyLevel, RoomKind } from "./protocol/mod.ts";
import { sanitizeLine } from "./text.ts";

/** A room's kind and name, as somebody sees it. */
interface Named {
  kind: RoomKind;
  name: string;
}

/** True if a message of somebody else names this account, or everybody. */
export function isMention({ author, everyone, mentions }: MessageEvent, account: string): boolean {
  return author.id !== account && (everyone === true || (mentions?.includes(account) ?? false));
}

/** A direct message or a mention calls for attention, unless the room's level says otherwise. */
export function calls(kind: RoomKind, notify: NotifyLevel, mention: boolean): boolean {
  return notify !== "none" && (mention || (kind === "direct" && notify === "all"));
}

/** `#name`; a direct room by the others' names. */
export function roomLabel({ kind, name }: Named): string {
  return kind === "direct" ? name : `#${name}`;
}

/** Who wrote, and in a room of many where. */
export function noticeTitle(room: Named, author: string): string {
  return room.kind === "direct" ? author : `${author} in ${roomLabel(room)}`;
}

/** A message's beginning as one line. @param length its most characters. */
export function excerpt(text: string, length: number): string {
  const line = sanitizeLine(text.slice(0, 2 * length));
  return line.length > length ? `${line.slice(0, length).toWellFormed()}…` : line;
}
