/**
 * What somebody is told of a room's news while away.
 * @module
 */
import { calls, excerpt, isMention, noticeTitle } from "../../shared/attention.ts";
import { limits } from "../../shared/limits.ts";
import type { LogEvent, MessageEvent, Room } from "../../shared/protocol/mod.ts";

/** What is encrypted for a browser; its service worker shows it. */
export interface PushNotification {
  room: string;
  title: string;
  text: string;
}

export interface Call {
  /** The message's. */
  seq: number;
  notification: PushNotification;
}

/**
 * The newest message that calls for this account, if one does that is not read yet.
 *
 * @param room as the account sees it. @param since older messages don't count; milliseconds since 1970.
 */
export function callIn(
  events: readonly LogEvent[],
  room: Room,
  account: string,
  since: number,
): Call | undefined {
  const { you } = room;
  if (!you) return undefined;
  const isCall = (event: LogEvent): event is MessageEvent =>
    event.kind === "message" && event.seq > you.read && event.at >= since && event.text !== "" &&
    event.author.id !== account && calls(room.kind, you.notify, isMention(event, account));
  const message = events.findLast(isCall);
  return message && {
    seq: message.seq,
    notification: {
      room: room.id,
      title: noticeTitle(room, message.author.name),
      text: excerpt(message.text, limits.pushTextLength),
    },
  };
}
