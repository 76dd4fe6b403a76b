/**
 * What is being written: drafts, answers, edits, and what becomes of them when they are sent.
 * @module
 */
import { type MessageView, shown } from "../../shared/fold.ts";
import { limits } from "../../shared/limits.ts";
import type { OutgoingMessage } from "../../shared/connection.ts";
import { also, type Effect, nothing, type Update } from "./effects.ts";
import {
  type AppState,
  changeRoom,
  type Draft,
  findRoom,
  NO_DRAFT,
  type RoomState,
  tell,
} from "./state.ts";
import { find } from "./timeline.ts";

const utf8 = new TextEncoder();

/** A draft, read as what it asks for. */
type Reading =
  | Pick<OutgoingMessage, "text" | "action" | "to">
  | { problem: string };

/** `/me`, `/to @a @b text`, `//text` for a text that begins with a slash. */
export function readDraft(text: string): Reading {
  const plain = { action: false, text };
  if (text.startsWith("//")) return { ...plain, text: text.slice(1) };
  if (!/^\/\p{L}/u.test(text)) return plain;
  const [, command, rest] = /^\/(\p{L}+)\s*([\s\S]*)$/u.exec(text)!;
  if (command === "me" && rest !== "") return { action: true, text: rest };
  if (command === "to") {
    const [, names, words] = /^((?:@\S+\s+)*)([\s\S]*)$/.exec(rest)!;
    const to = names.split(/\s+/).filter((name) => name !== "").map((name) => name.slice(1));
    if (to.length > 0 && words.trim() !== "") return { ...plain, text: words, to };
    return { problem: "Write it like /to @alice @bob how are you?" };
  }
  return {
    problem: `There is no /${command} here. Write //${command} to send it as text; /me and ` +
      `/to @name work, and ? outside of this field lists all shortcuts.`,
  };
}

/** What was typed to send this message. */
export function typedText({ text, action, to }: OutgoingMessage): string {
  if (to) return `/to ${to.map((name) => `@${name}`).join(" ")} ${text}`;
  if (action) return `/me ${text}`;
  return text.startsWith("/") ? `/${text}` : text;
}

/** All drafts that are worth keeping. */
export function draftsOf(state: AppState): Record<string, Draft> {
  const drafts = new Map(Object.entries(state.keptDrafts));
  for (const { id, draft } of state.rooms) {
    if (draft.text !== "" || draft.editing !== undefined) drafts.set(id, draft);
    else drafts.delete(id);
  }
  return Object.fromEntries(drafts);
}

function withDraft(state: AppState, id: string, draft: Draft): Update {
  const next = changeRoom(state, id, { draft });
  return also(next, { type: "keep", key: "drafts", value: draftsOf(next) });
}

export function drafted(state: AppState, id: string, text: string): Update {
  const room = findRoom(state, id);
  if (!room) return nothing(state);
  const { state: next, effects } = withDraft(state, id, { ...room.draft, text });
  const due = state.now - state.typingToldAt >= limits.typingInterval;
  const isSaid = text.trim() !== "" && !/^\/\p{L}/u.test(text) && text !== room.draft.text;
  if (!due || !isSaid || room.draft.editing !== undefined) return { state: next, effects };
  return {
    state: { ...next, typingToldAt: state.now },
    effects: [...effects, { type: "typing", room: id }],
  };
}

export function replying(state: AppState, id: string, seq: number): Update {
  const room = findRoom(state, id);
  if (!room) return nothing(state);
  const { text, before, editing } = room.draft;
  return withDraft(state, id, { text: editing === undefined ? text : before ?? "", replyTo: seq });
}

export function editing(state: AppState, id: string, seq: number): Update {
  const room = findRoom(state, id);
  const view = room && messageAt(room, seq);
  if (!room || !view) return nothing(state);
  const before = room.draft.editing === undefined ? room.draft.text : room.draft.before;
  return withDraft(state, id, { text: shown(view).text, editing: seq, before });
}

/** Gives up to answer or to edit. */
export function stopped(state: AppState, id: string): Update {
  const room = findRoom(state, id);
  if (!room) return nothing(state);
  const { text, editing, before = "" } = room.draft;
  return withDraft(state, id, { text: editing === undefined ? text : before });
}

export function messageAt({ timeline }: RoomState, seq: number): MessageView | undefined {
  const entry = find(timeline, seq);
  return entry && "view" in entry ? entry.view : undefined;
}

/** The newest message of one's own that can be edited. */
export function lastOwn(room: RoomState, you: string | undefined): number | undefined {
  return room.timeline.entries.findLast((entry) =>
    "view" in entry && entry.view.base.author.id === you && !shown(entry.view).state?.deletedBy
  )?.seq;
}

/** Sends what is written. */
export function submitted(state: AppState, id: string): Update {
  const room = findRoom(state, id);
  const text = room?.draft.text.trimEnd() ?? "";
  if (!room || text.trim() === "") return nothing(state);
  const { editing, replyTo, before = "" } = room.draft;
  if (editing !== undefined) {
    const cleared = withDraft(state, id, { text: before });
    return {
      ...cleared,
      effects: [...cleared.effects, { type: "edit", room: id, seq: editing, text }],
    };
  }
  const reading = readDraft(text);
  if ("problem" in reading) return nothing(tell(state, "error", reading.problem));
  const size = utf8.encode(reading.text).length;
  if (state.messageBytes > 0 && size > state.messageBytes) {
    const problem = `The message has ${size} bytes, ${state.messageBytes} are allowed. ` +
      "Shorten it or send it in parts.";
    return nothing(tell(state, "error", problem));
  }
  const message: OutgoingMessage = {
    ...reading,
    id: `${state.idPrefix}-${state.nextId}`,
    room: id,
    ...(replyTo !== undefined && { replyTo }),
  };
  const sent = changeRoom(
    { ...state, nextId: state.nextId + 1, waiting: [...state.waiting, { message }] },
    id,
    { draft: NO_DRAFT, divider: undefined, atEnd: true },
  );
  const effects: Effect[] = [
    { type: "send", message },
    { type: "keep", key: "drafts", value: draftsOf(sent) },
  ];
  return { state: sent, effects };
}

/** A message that will not be sent comes back as a draft, or where one stands, is said. */
export function refused(state: AppState, message: OutgoingMessage, reason: string): Update {
  const waiting = state.waiting.filter((one) => one.message.id !== message.id);
  return giveBack({ ...state, waiting }, message.room, {
    text: typedText(message),
    replyTo: message.replyTo,
  }, reason);
}

/** The same for a draft of any kind. */
export function giveBack(state: AppState, id: string, draft: Draft, reason: string): Update {
  const room = findRoom(state, id);
  if (!room || room.draft.text.trim() !== "") {
    return nothing(tell(state, "error", `${reason} Not sent: ${draft.text}`));
  }
  return withDraft(tell(state, "error", reason), id, draft);
}
