/**
 * Messages of one's own: on their way, shown as waiting, taken back.
 * @module
 */
import { setDraft } from "../editor/editor.ts";
import { andThen, nothing, say, type Update } from "./effects.ts";
import type { OutgoingMessage } from "../../shared/connection.ts";
import type { RequestType } from "../../shared/protocol/mod.ts";
import { isKeeping } from "./keeping.ts";
import { type AppState, changeRoom, findRoom, type Waiting } from "./state.ts";

const utf8 = new TextEncoder();

/** Why the server would not take this text, in words for its writer; `undefined` if it would. */
export function judgeText(state: AppState, text: string): string | undefined {
  const size = utf8.encode(text).length;
  if (size <= state.messageBytes) return undefined;
  return `The message has ${size} bytes, ${state.messageBytes} are allowed. ` +
    `Shorten it or send it in parts.`;
}

/** Sends a text that {@linkcode judgeText} has nothing against. */
export function sendMessage(
  state: AppState,
  room: string,
  text: string,
  more: Partial<Pick<OutgoingMessage, "action" | "replyTo" | "to">> = {},
): Update {
  const id = `${state.idPrefix}-${state.nextId}`;
  const message: OutgoingMessage = { id, room, text, action: false, ...more };
  // Who writes has read what is new, and wants to see what they wrote.
  const now = changeRoom({ ...state, scrolled: undefined }, room, { freshAfter: undefined });
  return {
    state: { ...now, nextId: state.nextId + 1, waiting: [...state.waiting, { message }] },
    effects: [{ type: "send", message }],
  };
}

/** True if a room is on its way that was asked for here: what is typed now is meant for it. */
export function isEntering({ pending }: Pick<AppState, "pending">): boolean {
  const entering: readonly RequestType[] = ["join", "create-room", "accept-invitation"];
  return Object.values(pending).some((one) =>
    one.for === "start" || (one.for === "command" && entering.includes(one.request))
  );
}

/** What a person types to send this message. */
export function typedText({ text, action, replyTo, to }: OutgoingMessage): string {
  if (to) return `/to ${to.map((name) => `@${name}`).join(" ")} ${text}`;
  if (replyTo !== undefined) return `/reply #${replyTo} ${text}`;
  if (action) return `/me ${text}`;
  return text.startsWith("/") ? `/${text}` : text;
}

/** Without the messages whose place in the log has been passed: their events came or were skipped. */
export function dropPassed(state: AppState, room: string): AppState {
  const head = findRoom(state, room)?.head ?? Infinity;
  const passed = ({ place }: Waiting) => place?.room === room && place.seq <= head;
  if (!state.waiting.some(passed)) return state;
  return { ...state, waiting: state.waiting.filter((waiting) => !passed(waiting)) };
}

/**
 * Puts a text back where it was written, if nothing else is being written there; else says it, so
 * that it can be copied. Either way the history of drafts has it.
 *
 * @param room where it was written; the open room if absent.
 */
export function giveBack(state: AppState, text: string, room = state.current): Update {
  if (state.plain) return nothing(state);
  const elsewhere = room === state.current ? undefined : findRoom(state, room);
  const editor = elsewhere ? elsewhere.draft : state.editor;
  if (editor.text.trim() !== "" || (room !== state.current && !elsewhere)) {
    return say(state, "warning", `Not sent: ${text}`);
  }
  const draft = setDraft(editor, text);
  return nothing(
    elsewhere ? changeRoom(state, elsewhere.id, { draft }) : { ...state, editor: draft },
  );
}

/** Leaves the chat. What is written and not sent is said at last, so that it can be copied. */
export function leave(state: AppState, code = 0): Update {
  const lost = state.waiting.filter(({ place }) => place === undefined)
    .map(({ message }) => typedText(message));
  if (state.editor.text.trim() !== "") lost.push(state.editor.text);
  // What is kept comes back, and goes out, with the next start.
  const said = lost.length === 0
    ? nothing(state)
    : isKeeping(state)
    ? say(state, "info", "What is not sent is kept until you come back.")
    : say(state, "warning", `Not sent:\n${lost.join("\n")}`);
  return andThen(said, (now) => ({ state: now, effects: [{ type: "quit", code }] }));
}
