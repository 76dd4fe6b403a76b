/**
 * Which room is open: opening one, and what closes with another.
 * @module
 */
import { isSameName } from "../../shared/name_key.ts";
import type { Room } from "../../shared/protocol/mod.ts";
import { createEditor, setDraft } from "../editor/editor.ts";
import { pageRows } from "../view/fullscreen/geometry.ts";
import { markRead } from "./attention.ts";
import { showContext } from "./context.ts";
import { andThen, nothing, print, say, tell, type Update } from "./effects.ts";
import { findMessage, withoutChanges } from "./messages.ts";
import { askPeople } from "./people.ts";
import { printEvents } from "./printing.ts";
import {
  type AppState,
  changeRoom,
  createRoom,
  currentRoom,
  findRoom,
  roomLabel,
  type RoomState,
} from "./state.ts";

/** Where people meet who have not chosen a room. */
const LOBBY = "lobby";

/** Opens a room: its draft comes, and what waited in it is printed. */
export function openRoom(state: AppState, id: string): Update {
  const room = findRoom(state, id);
  if (!room || id === state.current || state.pair) return nothing(state);
  // What was seen a moment ago is not to be new when one comes back.
  return andThen(markRead(state), (now) => changeRooms(now, room));
}

function changeRooms(state: AppState, room: RoomState): Update {
  const { id } = room;
  const left = currentRoom(state);
  const parked = left ? changeRoom(state, left.id, { draft: state.editor }) : state;
  // What was typed before there was a room belongs to the first.
  const editor = left || room.draft.text !== "" ? room.draft : state.editor;
  const freshAfter = room.unread > 0 ? Math.max(room.read, room.marked) : undefined;
  const opened = changeRoom(
    { ...parked, current: id, editor, typed: false, scrolled: undefined },
    id,
    {
      freshAfter,
      hiddenUpTo: 0,
      hidden: [],
      unread: 0,
      mentions: 0,
      shown: room.messages.at(-1)?.base.seq ?? room.shown,
    },
  );
  const hidden = withoutChanges(room.hidden)
    .map((event) => event.kind === "message" ? findMessage(room, event.seq) ?? event : event);
  const topic = room.topic ? ` · ${room.topic}` : "";
  const heading = print(opened, { kind: "heading", text: roomLabel(room) + topic });
  const printed = andThen(heading, (now) => printEvents(now, { ...room, freshAfter }, hidden));
  return andThen(andThen(printed, (now) => goToFresh(now, room)), askPeople);
}

/** Much that is new is read from where one left, in the view that can. */
function goToFresh(state: AppState, { unread, read, marked }: RoomState): Update {
  if (state.view !== "fullscreen" || unread < pageRows(state)) return nothing(state);
  return showContext(state, { after: Math.max(read, marked) });
}

/** Opens a room that an answer is about, which may overtake the news of it. */
export function enterRoom(before: AppState, room: Room): Update {
  const state = withRoom(before, room);
  const { draft } = findRoom(state, room.id)!;
  const isMeantForIt = state.current !== undefined && state.editor.text !== "" && draft.text === "";
  if (!isMeantForIt || state.current === room.id || state.pair) return openRoom(state, room.id);
  // What was typed since it was asked for goes there too.
  const moved = changeRoom(state, room.id, { draft: setDraft(draft, state.editor.text) });
  return openRoom({ ...moved, editor: setDraft(state.editor, "") }, room.id);
}

/** The room, put among one's own unless it is there. */
export function withRoom(state: AppState, room: Room): AppState {
  if (findRoom(state, room.id)) return state;
  return { ...state, rooms: [...state.rooms, createRoom(room, false)] };
}

/** Opens the lobby, or else the first room there is. */
export function openAnyRoom(state: AppState): Update {
  const lobby = state.rooms.find(({ kind, name }) => kind !== "direct" && name === LOBBY);
  const room = lobby ?? state.rooms[0];
  return room ? openRoom(state, room.id) : nothing(state);
}

/** Opens the next room in order, or with -1 the one before. */
export function openNeighbour(state: AppState, step: 1 | -1): Update {
  const { rooms } = state;
  const index = rooms.findIndex(({ id }) => id === state.current);
  if (index < 0) return openAnyRoom(state);
  return openRoom(state, rooms[(index + step + rooms.length) % rooms.length].id);
}

/** The room that a person means by `#name`, `@name` or `name`. */
export function roomByName(state: AppState, typed: string) {
  const wanted = typed.trim();
  const direct = wanted.startsWith("@");
  const fits = state.rooms.filter((room) => isSameName(room.name, wanted));
  return fits.find(({ kind }) => (kind === "direct") === direct) ?? fits[0];
}

/** Takes a room away that one is no longer a member of. What was being written in it stays in sight. */
export function removeRoom(state: AppState, id: string): Update {
  const room = findRoom(state, id);
  if (!room) return nothing(state);
  const open = id === state.current;
  const isBlank = (open ? state.editor : room.draft).text.trim() === "";
  const removed: AppState = {
    ...state,
    rooms: state.rooms.filter((other) => other.id !== id),
    waiting: state.waiting.filter(({ message, place }) =>
      message.room !== id || place === undefined
    ),
    ...(open && { current: undefined, scrolled: undefined }),
  };
  if (state.strangersOnly) return nothing(removed);
  const told = say(removed, "info", `You are no longer in ${roomLabel(room)}.`);
  if (open && isBlank) {
    return andThen(told, (now) => openAnyRoom({ ...now, editor: createEditor() }));
  }
  // Whoever is in the middle of a sentence must not end it in another room without having seen that.
  const hint = "What you were writing is still here. Alt-1 opens a room.";
  if (open) return andThen(told, (now) => tell(now, "warning", hint));
  return isBlank
    ? told
    : andThen(told, (now) => say(now, "warning", `Not sent: ${room.draft.text}`));
}
