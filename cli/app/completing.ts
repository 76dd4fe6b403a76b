/**
 * What the input line can complete here, and what its keys do.
 * @module
 */
import { offering } from "../editor/completion.ts";
import { createKeymap, type Keymap } from "../editor/keymap.ts";
import type { EditorContext, Offer } from "../editor/state.ts";
import { COMMANDS } from "../slash/table.ts";
import type { Config } from "../config/options.ts";
import type { Effect, Update } from "./effects.ts";
import { namesHere } from "./people.ts";
import { type AppState, currentRoom } from "./state.ts";

const COMMAND_OFFERS: readonly Offer[] = COMMANDS.flatMap(({ name, aliases, usage, help }) => {
  const [, args] = /^\S+ (.*)$/.exec(usage) ?? [];
  const about = args === undefined ? help : `${args} – ${help}`;
  return [name, ...aliases].map((each) => ({ name: each, about }));
});

const keymaps = new WeakMap<Config["keys"], Keymap>();

/** The keymap of a configuration, made once. */
function keymapOf({ keys }: Config): Keymap {
  const keymap = keymaps.get(keys) ?? createKeymap(keys);
  keymaps.set(keys, keymap);
  return keymap;
}

export function editorContext(state: AppState): EditorContext {
  return {
    people: people(state),
    rooms: state.rooms.filter(({ kind }) => kind !== "direct")
      .map(({ name, topic }) => ({ name, about: topic })),
    commands: COMMAND_OFFERS,
    emoji: state.emoji,
    keymap: keymapOf(state.config),
  };
}

/** Those online first. */
function people(state: AppState): Offer[] {
  const room = currentRoom(state);
  const online = new Map(room?.people.map((person) => [person.name, person]));
  return namesHere(state, room).map((name) => {
    const person = online.get(name);
    const away = person?.awayText ? `away: ${person.awayText}` : "away";
    return { name, about: !person ? undefined : person.away ? away : "online" };
  });
}

/** Names of emoji are fetched when a word of the draft begins with a colon for the first time. */
export function withEmoji(before: AppState, result: Update): Update {
  const { state, effects } = result;
  const wanted = state.emoji === undefined && state.editor.text !== before.editor.text &&
    /(^|[\s(]):/.test(state.editor.text.slice(0, state.editor.cursor));
  if (!wanted) return result;
  const load: Effect = { type: "load-emoji" };
  return { state: { ...state, emoji: [] }, effects: [...effects, load] };
}

/** They are here: the word that asked for them is completed now. */
export function emojiCame(before: AppState, emoji: readonly Offer[]): AppState {
  const state = { ...before, emoji };
  return { ...state, editor: offering(state.editor, editorContext(state)) };
}
