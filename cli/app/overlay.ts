/**
 * What is chosen from in place of the input line: the quick switcher, what a search found, and what to
 * do with a long paste.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { SearchHit } from "../../shared/protocol/mod.ts";
import { applyInput, createEditor, type EditorState, setDraft } from "../editor/editor.ts";
import type { InputEvent } from "../editor/keys.ts";
import { nothing, request, tell, type Update } from "./effects.ts";
import { openContext } from "./jump.ts";
import { openRoom, roomByName } from "./open_room.ts";
import { placesFor } from "./places.ts";
import type { AppState } from "./state.ts";

export type Overlay =
  | { readonly kind: "switcher"; readonly query: EditorState; readonly selected: number }
  | {
    readonly kind: "search";
    readonly query: EditorState;
    readonly selected: number;
    /** What was looked for last, and what was found; absent while it is being looked for. */
    readonly asked?: string;
    readonly hits?: readonly SearchHit[];
  }
  | { readonly kind: "paste"; readonly text: string };

export function openSwitcher(state: AppState): Update {
  return nothing({ ...state, overlay: { kind: "switcher", query: createEditor(), selected: 0 } });
}

/** @param words what to look for at once. */
export function openSearch(state: AppState, words = ""): Update {
  const query = setDraft(createEditor(), words);
  const overlay = { kind: "search", query, selected: 0 } as const;
  return words === "" ? nothing({ ...state, overlay }) : look({ ...state, overlay }, overlay);
}

/** True for a paste that nobody makes every day. */
export function isLongPaste(text: string): boolean {
  return text.length > limits.pasteLength || text.split("\n").length > limits.pasteLines;
}

/** A key while something is chosen. */
export function updateOverlay(state: AppState, overlay: Overlay, event: InputEvent): Update {
  if (isGivingUp(event)) return nothing(closed(state));
  if (overlay.kind === "paste") return answerPaste(state, overlay.text, event);
  const step = stepOf(event);
  if (step !== 0) return nothing({ ...state, overlay: moved(state, overlay, step) });
  const { state: query, action } = applyInput(overlay.query, event, NOTHING_TO_COMPLETE);
  if (action?.type === "submit" || (event.type === "key" && event.name === "enter")) {
    return overlay.kind === "switcher" ? go(state, overlay) : openHit(state, overlay);
  }
  if (action?.type === "redraw" || action?.type === "suspend") {
    return { state, effects: [{ type: action.type }] };
  }
  if (action?.type === "eof") return nothing(closed(state));
  const changed = query.text !== overlay.query.text;
  const selected = changed ? 0 : overlay.selected;
  return nothing({ ...state, overlay: { ...overlay, query, selected } });
}

const NOTHING_TO_COMPLETE = { people: [], rooms: [], commands: [] };

function closed(state: AppState): AppState {
  return { ...state, overlay: undefined };
}

/** Escape, Ctrl-C, Ctrl-G. */
export function isGivingUp(event: InputEvent): boolean {
  if (event.type !== "key") return false;
  return event.name === "escape" ||
    (event.name === "char" && event.ctrl && (event.char === "c" || event.char === "g"));
}

function stepOf(event: InputEvent): number {
  if (event.type === "mouse") {
    return event.action === "wheel-up" ? -1 : event.action === "wheel-down" ? 1 : 0;
  }
  if (event.type !== "key") return 0;
  const char = event.name === "char" && event.ctrl ? event.char : undefined;
  if (event.name === "up" || char === "p" || (event.name === "tab" && event.shift)) return -1;
  if (event.name === "down" || char === "n" || char === "k" || event.name === "tab") return 1;
  return 0;
}

function moved<T extends Exclude<Overlay, { kind: "paste" }>>(
  state: AppState,
  overlay: T,
  step: number,
): T {
  const count = overlay.kind === "search"
    ? overlay.hits?.length ?? 0
    : placesFor(state, overlay.query.text).length;
  if (count === 0) return overlay;
  return { ...overlay, selected: (overlay.selected + step + count) % count };
}

function go(state: AppState, { query, selected }: Extract<Overlay, { kind: "switcher" }>): Update {
  const place = placesFor(state, query.text)[selected];
  if (!place) return tell(state, "info", "Nothing is called so. /join #name enters a room.");
  const { room, name } = place;
  if (room) return openRoom(closed(state), room.id);
  const direct = roomByName(state, `@${name}`);
  if (direct?.kind === "direct") return openRoom(closed(state), direct.id);
  return request(closed(state), "direct", { people: [name!] }, { for: "direct" });
}

/** Looks for what was typed; a second Enter opens what is chosen. */
function openHit(state: AppState, overlay: Extract<Overlay, { kind: "search" }>): Update {
  const { query, asked, hits, selected } = overlay;
  const words = query.text.trim();
  if (words === "") return nothing(state);
  if (words !== asked) return look(state, overlay);
  const hit = hits?.[selected];
  if (!hit) return nothing(state);
  return openContext(closed(state), hit.event.room, hit.event.seq, hit.roomName);
}

function look(state: AppState, overlay: Extract<Overlay, { kind: "search" }>): Update {
  const query = overlay.query.text.trim();
  if (query.length > limits.queryLength) {
    return tell(state, "error", "That is too long for a search.");
  }
  const next = { ...state, overlay: { ...overlay, asked: query, hits: undefined, selected: 0 } };
  return request(next, "search", { query, limit: 50 }, { for: "search", query });
}

/** What was found, unless the search was given up or changed meanwhile. */
export function searched(state: AppState, query: string, hits: readonly SearchHit[]): Update {
  const { overlay } = state;
  if (overlay?.kind !== "search" || overlay.asked !== query) return nothing(state);
  return nothing({ ...state, overlay: { ...overlay, hits } });
}

/** The search was refused: it can be put in other words. */
export function searchFailed(state: AppState, query: string, reason: string): Update {
  const { overlay } = state;
  if (overlay?.kind !== "search" || overlay.asked !== query) return nothing(state);
  return tell({ ...state, overlay: { ...overlay, asked: undefined } }, "error", reason);
}

/** Enter takes a long paste as it is, `c` as a code block, Escape not at all. */
function answerPaste(state: AppState, text: string, event: InputEvent): Update {
  const isCode = event.type === "text" && /^c/i.test(event.text);
  const asItIs = event.type === "key" && event.name === "enter";
  if (!isCode && !asItIs) return nothing(state);
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  const block = `${fence}\n${text.replace(/\n+$/, "")}\n${fence}\n`;
  const paste: InputEvent = { type: "paste", text: isCode ? block : text };
  const { state: editor, action } = applyInput(state.editor, paste, NOTHING_TO_COMPLETE);
  const next = { ...closed(state), editor };
  return action?.type === "full"
    ? tell(next, "warning", "The draft is full: what didn't fit was left out.")
    : nothing(next);
}

/** Backticks in a row: a fence has to be longer. */
function longestRun(text: string): number {
  return (text.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}
