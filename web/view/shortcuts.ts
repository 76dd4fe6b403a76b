/**
 * Shortcuts that work wherever one is on the page.
 * @module
 */
import type { AppState } from "../app/state.ts";
import type { Chat } from "./context.ts";

/** What each shortcut does, as the dialog lists it. */
export const SHORTCUTS: readonly (readonly [keys: string, does: string])[] = [
  ["Ctrl K", "go to a room or a person"],
  ["Alt ↑, Alt ↓", "the room above, the room below"],
  ["Enter", "send; Shift Enter is a new line"],
  ["↑ in an empty field", "edit your last message"],
  ["@", "complete a name: ↑ ↓ choose, Tab or Enter takes it"],
  ["Esc", "give up an answer or edit, close what is open, back to the field"],
  ["Shift Tab in the field", "to the messages: ↑ ↓ go through them"],
  ["Enter on a message", "to its buttons: ← → go through them, Esc back"],
  ["R, E, +, T, Delete", "on a message: reply, edit, react, its answers, take back"],
  ["Ctrl /", "search messages"],
  ["?", "this list, outside of a field"],
];

/** Starts to listen. @returns a function that ends it. */
export function listenToShortcuts(chat: Chat, current: () => AppState): () => void {
  const press = (event: KeyboardEvent) => {
    const state = current();
    if (state.phase !== "chat" || document.querySelector("dialog[open]")) return;
    const control = event.ctrlKey || event.metaKey;
    const target = event.target as HTMLElement;
    const isField = target.matches("input, textarea, select");
    if (control && event.key === "k") chat.open({ kind: "go-to" });
    else if (control && event.key === "/") chat.open({ kind: "search" });
    else if (event.altKey && event.key === "ArrowUp") step(chat, state, -1);
    else if (event.altKey && event.key === "ArrowDown") step(chat, state, 1);
    else if (event.key === "?" && state.keys && !isField && !control) {
      chat.open({ kind: "shortcuts" });
    } else if (event.key === "Escape" && !isField) document.getElementById("composer")?.focus();
    else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}

/** Opens the next room in the order of the list on the screen. */
function step({ dispatch }: Chat, { rooms, current }: AppState, by: 1 | -1): void {
  const byName = rooms.toSorted((a, b) =>
    Number(a.kind === "direct") - Number(b.kind === "direct") ||
    (a.kind === "direct" ? b.head - a.head : a.name.localeCompare(b.name))
  );
  const index = byName.findIndex(({ id }) => id === current);
  const next = byName.at((index + by) % byName.length);
  if (next) dispatch({ type: "open-room", room: next.id });
}
