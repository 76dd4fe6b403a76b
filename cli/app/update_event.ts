/**
 * What comes out of a room's log.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import {
  type ChangeEvent,
  isKnownKind,
  type LogEvent,
  type MessageEvent,
  type UnknownEvent,
} from "../../shared/protocol/mod.ts";
import { alertOf } from "./alert.ts";
import { isPresent, markReadUpTo } from "./attention.ts";
import { andThen, nothing, say, type Update } from "./effects.ts";
import { isChange, isDeleted, withChange, withMessage } from "./messages.ts";
import { withoutPerson, withoutTypist } from "./people.ts";
import { isMention, isWhisperHere, printEvents } from "./printing.ts";
import { changeScrolled } from "./scroll.ts";
import { dropPassed } from "./sending.ts";
import {
  type AppState,
  changeRoom,
  currentRoom,
  findRoom,
  roomLabel,
  type RoomState,
} from "./state.ts";

export function logEvent(before: AppState, event: LogEvent | UnknownEvent): Update {
  const state = passed(before, event);
  const room = findRoom(state, event.room);
  if (!room || !isKnownKind(event.kind)) return nothing(state);
  const known = event as LogEvent;
  if (known.kind === "message") return messageCame(state, room, known);
  if (isChange(known)) return messageChanged(changeScrolled(state, known), room, known);
  const next = changeRoom(state, room.id, changedBy(room, known));
  const came = (known.kind === "join" || known.kind === "invite") && room.id === state.current;
  return printNews(came ? { ...next, peopleStale: true } : next, room, known);
}

/** @param room as it was before. */
function messageChanged(state: AppState, room: RoomState, change: ChangeEvent): Update {
  const messages = withChange(room.messages, change);
  const isKnown = room.messages.some(({ base }) => base.seq === change.target);
  // What was read from the log after it holds the change already.
  if (isKnown && messages === room.messages) return nothing(state);
  return printNews(changeRoom(state, room.id, { messages }), room, change);
}

/** The event takes its place in the log. */
function passed(state: AppState, { room: id, seq }: { room: string; seq: number }): AppState {
  const room = findRoom(state, id);
  if (!room) return state;
  return dropPassed(
    changeRoom(state, id, { head: Math.max(room.head, seq), oldest: room.oldest ?? seq }),
    id,
  );
}

/** Prints an event, or keeps it for when the room is opened. @param room as it was before. */
function printNews(state: AppState, room: RoomState, event: LogEvent): Update {
  if (event.seq > room.hiddenUpTo) return printEvents(state, room, [event]);
  const hidden = [...room.hidden.slice(1 - limits.roomEvents), event];
  return nothing(changeRoom(state, room.id, { hidden }));
}

function messageCame(before: AppState, room: RoomState, event: MessageEvent): Update {
  const mine = event.author.id === before.you!.id;
  const hidden = event.seq <= room.hiddenUpTo;
  const open = room.id === before.current;
  // An own message, and a whisper that is seen in its place, are read, if nothing older waits there.
  const readInPlace = !open && event.seq > room.hiddenUpTo && isReadUpTo(room) &&
    (mine || (isWhisperHere(before, event) && isPresent(before)));
  const mention = isMention(before, event);
  const isUnread = !mine && !open && !readInPlace && event.seq > room.countedUpTo &&
    !isDeleted(event);
  const here = withoutTypist(noteWhisper(before, room, event), room.id, event.author.id);
  const state: AppState = {
    ...changeRoom(here, room.id, {
      messages: withMessage(room.messages, event),
      unread: readInPlace ? 0 : room.unread + (isUnread ? 1 : 0),
      mentions: readInPlace ? 0 : room.mentions + (isUnread && mention ? 1 : 0),
      shown: open ? event.seq : room.shown,
    }),
    waiting: mine
      ? before.waiting.filter(({ message }) => message.id !== event.id)
      : before.waiting,
  };
  const printed = printNews(state, room, event);
  const result = readInPlace
    ? andThen(printed, (now) => markReadUpTo(now, room.id, event.seq))
    : printed;
  const rings = !mine && !hidden && !state.strangersOnly && ringsFor(room, mention);
  return rings ? andThen(result, (now) => alertOf(now, room, event)) : result;
}

/** What is answered in the open room must not be taken for an answer to the whisper. */
function noteWhisper(state: AppState, { name }: RoomState, event: MessageEvent): AppState {
  const open = currentRoom(state);
  if (!open || !isWhisperHere(state, event)) return state;
  const after = open.messages.at(-1)?.base.seq ?? 0;
  return changeRoom(state, open.id, { whisper: { after, people: name.split(", ") } });
}

/** True if no message that came is behind the read marker. */
function isReadUpTo({ messages, read, marked }: RoomState): boolean {
  return (messages.at(-1)?.base.seq ?? 0) <= Math.max(read, marked);
}

/** A direct message or a mention calls for attention, unless the room's level says otherwise. */
function ringsFor({ kind, notify }: RoomState, mention: boolean): boolean {
  return notify !== "none" && (mention || (kind === "direct" && notify === "all"));
}

/** What an event that is about the room or its members makes of the room. */
function changedBy(room: RoomState, event: LogEvent): Partial<RoomState> {
  switch (event.kind) {
    case "leave":
      return withoutPerson(room, event.author);
    case "kick":
    case "ban":
      return withoutPerson(room, event.person);
    case "settings": {
      // The server's word on the room was newer than what its log says of before.
      if (event.seq <= room.countedUpTo) return {};
      const { name = room.name, topic = room.topic, addressing = room.addressing } = event;
      return { name, topic: topic || undefined, addressing };
    }
    default:
      return {};
  }
}

export function skipped(state: AppState, id: string, after: number, upTo: number): Update {
  const room = findRoom(state, id);
  if (!room) return nothing(state);
  const next = dropPassed(
    changeRoom(state, id, { head: Math.max(room.head, upTo), oldest: upTo + 1 }),
    id,
  );
  if (state.strangersOnly) return nothing(next);
  const count = upTo - after;
  return say(
    next,
    "warning",
    `${count} ${count === 1 ? "event" : "events"} in ${
      roomLabel(room)
    } left out, it went on without you. /history there shows them.`,
  );
}
