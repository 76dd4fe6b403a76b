/**
 * What the server is told of the person at this device: what they have read, that they write something,
 * and whether they are there at all.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { ReadState } from "../../shared/protocol/mod.ts";
import { andThen, nothing, request, type Update } from "./effects.ts";
import { type AppState, changeRoom, currentRoom, findRoom } from "./state.ts";

/** About once a second. */
export function attend(state: AppState): Update {
  const typing = state.typing.filter(({ until }) => until > state.now);
  const next = typing.length === state.typing.length ? state : { ...state, typing };
  if (next.status.state !== "online" || next.ended) return nothing(next);
  return andThen(andThen(tellTyping(next), tellIdle), markRead);
}

/** A key was pressed, or a line came: somebody is here. */
export function touched(state: AppState): Update {
  const done = hurry({ ...state, touchedAt: state.now });
  if (!state.idle) return done;
  return andThen(
    done,
    (next) => request({ ...next, idle: false }, "idle", { idle: false }, { for: "quiet" }),
  );
}

/** Somebody is here: the next try to connect needn't wait for its time. */
export function hurry(state: AppState): Update {
  const { status, now, retriedAt } = state;
  const due = status.state === "offline" && now - retriedAt >= limits.earlyRetry;
  if (!due) return nothing(state);
  return { state: { ...state, retriedAt: now }, effects: [{ type: "retry" }] };
}

/** True if somebody is at this device, as far as one can tell. */
export function isPresent({ now, touchedAt }: AppState): boolean {
  return now - touchedAt < limits.idleAfter;
}

function tellIdle(state: AppState): Update {
  if (state.idle || isPresent(state) || state.strangersOnly) return nothing(state);
  return request({ ...state, idle: true }, "idle", { idle: true }, { for: "quiet" });
}

/** What goes to the room as it is typed; commands and answers to questions are nobody's business. */
function tellTyping(state: AppState): Update {
  const { typed, editor, current, question, typingToldAt, now } = state;
  const due = typed && now - typingToldAt >= limits.typingInterval;
  if (!due) return nothing(state);
  const next = { ...state, typed: false };
  const hidden = question !== undefined || /^\s*(\/|$)/.test(editor.text);
  if (hidden || current === undefined) return nothing(next);
  return {
    state: { ...next, typingToldAt: now },
    effects: [{ type: "typing", room: current }],
  };
}

/** What was shown in the open room to somebody who is there is read. */
export function markRead(state: AppState): Update {
  const room = currentRoom(state);
  // Who reads what was said before hasn't seen what is said now.
  if (state.scrolled) return nothing(state);
  if (!room || !isPresent(state) || room.shown <= Math.max(room.read, room.marked)) {
    return nothing(state);
  }
  return markReadUpTo(state, room.id, room.shown);
}

export function markReadUpTo(state: AppState, id: string, seq: number): Update {
  const marked = changeRoom(state, id, { marked: seq });
  return request(marked, "mark-read", { room: id, seq }, { for: "read" });
}

/** The server's word on a room's read marker, from whatever device it was moved. */
export function readMoved(state: AppState, moved: ReadState & { room: string }): Update {
  const { room: id, read, unread, mentions, notify } = moved;
  const room = findRoom(state, id);
  if (!room || read < room.read) return nothing(state);
  return nothing(changeRoom(state, id, { read, unread, mentions, notify }));
}
