/**
 * What outlives the client: drafts, and messages that the server has not acknowledged.
 * @module
 */
import { createEditor, setDraft } from "../editor/editor.ts";
import type { OutgoingMessage } from "../../shared/connection.ts";
import { andThen, nothing, say, type Update } from "./effects.ts";
import { type AppState, changeRoom, findRoom } from "./state.ts";

export interface Kept {
  /** Room → what is being written there. */
  readonly drafts: Readonly<Record<string, string>>;
  /** In the order in which they were written. Their ids make sure that none is there twice. */
  readonly unsent: readonly OutgoingMessage[];
}

/** True if what is not sent outlives the client; not before it is known what was kept before. */
export function isKeeping(state: AppState): boolean {
  return state.restored && state.config["keep-drafts"];
}

/** What to keep as of now, if anything is to be kept. */
export function toKeep(state: AppState): Kept | undefined {
  if (!isKeeping(state)) return undefined;
  const drafts = state.rooms.flatMap(({ id, draft }) => {
    const { text } = id === state.current ? state.editor : draft;
    return text.trim() === "" ? [] : [[id, text]];
  });
  const unsent = state.waiting.filter(({ place }) => place === undefined)
    .map(({ message }) => message);
  return { drafts: Object.fromEntries(drafts), unsent };
}

/** What the client kept when it ran last: drafts come back, messages go out. */
export function restore(before: AppState, { drafts, unsent }: Kept): Update {
  if (before.restored) return nothing(before);
  const withDraft = (text: string) => setDraft(createEditor(), text);
  const state: AppState = {
    ...before,
    restored: true,
    rooms: before.rooms.map((room) => {
      const text = drafts[room.id];
      // What was written since the start is newer.
      return text === undefined || room.draft.text !== ""
        ? room
        : { ...room, draft: withDraft(text) };
    }),
    editor: before.editor.text === "" && drafts[before.current ?? ""] !== undefined
      ? { ...withDraft(drafts[before.current!]), history: before.editor.history }
      : before.editor,
  };
  const going = unsent.filter(({ room }) => findRoom(state, room));
  if (going.length === 0) return nothing(state);
  const sending: Update = {
    state: { ...state, waiting: [...going.map((message) => ({ message })), ...state.waiting] },
    effects: going.map((message) => ({ type: "send", message })),
  };
  const what = going.length === 1 ? "One message" : `${going.length} messages`;
  return andThen(sending, (now) => say(now, "info", `${what} of last time went out only now.`));
}

/** The draft as the person's own editor left it, in the room that it was written in. */
export function edited(state: AppState, room: string | undefined, text: string): Update {
  const draft = text.replace(/\n+$/, "");
  if (room === state.current) return nothing({ ...state, editor: setDraft(state.editor, draft) });
  const there = findRoom(state, room);
  if (!there) return say(state, "warning", `Not sent: ${draft}`);
  return nothing(changeRoom(state, there.id, { draft: setDraft(there.draft, draft) }));
}
