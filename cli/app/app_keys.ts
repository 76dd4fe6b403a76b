/**
 * Keys and clicks that are not the input line's: other rooms, scrolling, choosing, searching.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { applyInput, setDraft } from "../editor/editor.ts";
import type { AppCommand } from "../editor/keymap.ts";
import type { InputEvent } from "../editor/keys.ts";
import { nothing, tell, type Update } from "./effects.ts";
import type { AppEvent } from "./events.ts";
import { openUnread, switchView } from "./jump.ts";
import { nthLastMessage } from "./messages.ts";
import { openNeighbour, openRoom } from "./open_room.ts";
import { isLongPaste, openSearch, openSwitcher } from "./overlay.ts";
import { backToNow, scrollPages, scrollRows } from "./scroll.ts";
import { type AppState, currentRoom } from "./state.ts";

/** What goes before the input line's own use of a key; `undefined`: nothing does. */
export function earlyKey(state: AppState, event: InputEvent): Update | undefined {
  if (event.type === "paste" && isLongPaste(event.text)) {
    return nothing({ ...state, overlay: { kind: "paste", text: event.text } });
  }
  if (event.type !== "key") return undefined;
  const { text, cursor } = state.editor;
  // Ctrl-K cuts to the end of the line: where there is nothing to cut, it is free.
  const isCut = event.name === "char" && event.char === "k" && event.ctrl && !event.alt;
  const opens = isCut && cursor === text.length && !state.pair;
  if (opens) return openSwitcher(state);
  const bare = !event.ctrl && !event.alt && !event.shift;
  return bare && event.name === "up" && text === "" ? editLast(state) : undefined;
}

/** What a key is bound to beyond the input line. */
export function appCommand(state: AppState, name: AppCommand): Update {
  switch (name) {
    case "scroll-up":
      return scroll(state, 1);
    case "scroll-down":
      return scroll(state, -1);
    case "toggle-view":
      return switchView(state, state.view === "fullscreen" ? "inline" : "fullscreen");
    case "edit-externally": {
      const { current: room, editor: { text } } = state;
      return { state, effects: [{ type: "edit-externally", room, text }] };
    }
    default:
      if (state.pair) return tell(state, "info", "You are in a pair room. /leave goes back.");
      return goElsewhere(state, name);
  }
}

function goElsewhere(
  state: AppState,
  name: Exclude<AppCommand, "scroll-up" | "scroll-down" | "toggle-view" | "edit-externally">,
): Update {
  switch (name) {
    case "switch-room":
      return openSwitcher(state);
    case "search":
      return openSearch(state);
    case "next-unread":
      return openUnread(state);
    case "previous-room":
      return openNeighbour(state, -1);
    case "next-room":
      return openNeighbour(state, 1);
    default: {
      const room = state.rooms[Number(name.slice("room-".length)) - 1];
      return room ? openRoom(state, room.id) : nothing(state);
    }
  }
}

/** What neither the input line nor a binding has a use for. */
export function appKey(state: AppState, event: InputEvent): Update {
  if (event.type === "mouse") return mouse(state, event);
  return nothing(event.type === "key" && event.name === "escape" ? backToNow(state) : state);
}

function scroll(state: AppState, pages: number): Update {
  if (state.view === "fullscreen") return scrollPages(state, pages);
  return tell(
    state,
    "info",
    "Your terminal scrolls by itself here (often Shift-PgUp). /history prints what was before, " +
      "F2 opens the fullscreen view.",
  );
}

/** One's last message comes into the empty draft, to be changed; without one, what was written before. */
function editLast(state: AppState): Update | undefined {
  const room = state.pair ? undefined : currentRoom(state);
  const own = room && nthLastMessage(room, 1, ({ author }) => author.id === state.you?.id);
  if (!own || own.action || state.plain) return undefined;
  const editor = setDraft(state.editor, `/edit #${own.seq} ${own.text}`);
  return tell({ ...state, editor }, "info", "Enter changes your message, Ctrl-C leaves it.");
}

function mouse(state: AppState, event: Extract<InputEvent, { type: "mouse" }>): Update {
  if (state.view !== "fullscreen") return nothing(state);
  const { action } = event;
  if (action === "wheel-up") return scrollRows(state, limits.wheelRows);
  if (action === "wheel-down") return scrollRows(state, -limits.wheelRows);
  return nothing(state);
}

/** Somebody clicked on a room, a person, or the row that says that one has scrolled. */
export function clicked(state: AppState, { on }: Extract<AppEvent, { type: "click" }>): Update {
  if (state.question || state.overlay) return nothing(state);
  if ("room" in on) return openRoom(state, on.room);
  if ("now" in on) return nothing(backToNow(state));
  const named = { type: "text", text: `@${on.person} ` } as const;
  const none = { people: [], rooms: [], commands: [] };
  return nothing({ ...state, editor: applyInput(state.editor, named, none).state });
}
