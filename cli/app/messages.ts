/**
 * The messages of a room as they are by now: those that can be named, quoted and changed.
 * @module
 */
import { applyChange, applyRead, type MessageView, shown, viewOf } from "../../shared/fold.ts";
import { limits } from "../../shared/limits.ts";
import type { ChangeEvent, LogEvent, MessageEvent } from "../../shared/protocol/mod.ts";
import type { Quoted } from "./entry.ts";
import type { RoomState } from "./state.ts";

type Messages = RoomState["messages"];

/** With a message that came, or was read from the log once more. */
export function withMessage(messages: Messages, event: MessageEvent): Messages {
  const before = messages.findLastIndex(({ base }) => base.seq <= event.seq);
  const known = messages[before];
  if (known?.base.seq === event.seq) return messages.with(before, applyRead(known, event));
  return messages.toSpliced(before + 1, 0, viewOf(event)).slice(-limits.roomEvents);
}

/** With a change to one of them; the same messages if it tells nothing new. */
export function withChange(messages: Messages, change: ChangeEvent): Messages {
  const index = messages.findLastIndex(({ base }) => base.seq === change.target);
  if (index < 0) return messages;
  const changed = applyChange(messages[index], change);
  return changed === messages[index] ? messages : messages.with(index, changed);
}

export function findMessage(room: RoomState, seq: number): MessageEvent | undefined {
  const view = room.messages.findLast(({ base }) => base.seq === seq);
  return view && shown(view);
}

/** The message, counted from the newest, 1, among those that fit and are not deleted. */
export function nthLastMessage(
  room: RoomState,
  count: number,
  fits: (message: MessageEvent) => boolean = () => true,
): MessageEvent | undefined {
  let left = count;
  for (const view of room.messages.toReversed()) {
    const message = shown(view);
    if (isDeleted(message) || !fits(message)) continue;
    if (--left === 0) return message;
  }
}

export function isDeleted(message: MessageEvent): boolean {
  return message.state?.deletedBy !== undefined;
}

export function isChange(event: LogEvent): event is ChangeEvent {
  return "target" in event;
}

/** The message that an event answers or changes. */
export function quotedBy(room: RoomState, event: LogEvent): Quoted | undefined {
  const seq = isChange(event) ? event.target : event.kind === "message" ? event.replyTo : undefined;
  if (seq === undefined) return undefined;
  const message = findMessage(room, seq);
  return message
    ? { seq, author: message.author.name, text: isDeleted(message) ? "(deleted)" : message.text }
    : { seq };
}

/** Those of a page of the log that are worth a line: what changed a message shows in the message. */
export function withoutChanges(events: readonly LogEvent[]): LogEvent[] {
  return events.filter((event) => !isChange(event));
}

export type { MessageView };
