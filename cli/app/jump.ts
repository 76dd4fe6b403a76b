/**
 * Going somewhere else: to a message in its context, to what is unread, to another view.
 * @module
 */
import { showContext, type Wanted } from "./context.ts";
import { andThen, nothing, tell, type Update } from "./effects.ts";
import { openRoom } from "./open_room.ts";
import { type AppState, findRoom, type RoomState, type ViewName } from "./state.ts";

/** Opens the room of a message, around it. */
export function openContext(state: AppState, id: string, seq: number, name: string): Update {
  if (!findRoom(state, id)) {
    return tell(state, "info", `You are not in #${name}. /join #${name} enters it.`);
  }
  return andThen(openRoom(state, id), (now) => jumpTo(now, { seq }));
}

/** Shows the open room around something. */
export function jumpTo(state: AppState, wanted: Wanted): Update {
  return showContext(state, wanted);
}

/** Opens the next room in which something is unread: those first that mention the reader. */
export function openUnread(state: AppState): Update {
  const index = state.rooms.findIndex(({ id }) => id === state.current);
  const turned = [...state.rooms.slice(index + 1), ...state.rooms.slice(0, Math.max(0, index))];
  const isNews = ({ unread, notify }: RoomState) => unread > 0 && notify === "all";
  const room = turned.find(({ mentions, notify }) => mentions > 0 && notify !== "none") ??
    turned.find(isNews);
  return room ? openRoom(state, room.id) : tell(state, "info", "Nothing is unread.");
}

/** Shows the chat in another view; what was said stays. */
export function switchView(state: AppState, view: ViewName): Update {
  if (view === state.view) return nothing(state);
  const next = { ...state, view, plain: view === "plain", scrolled: undefined, overlay: undefined };
  return { state: next, effects: [{ type: "view" }] };
}
