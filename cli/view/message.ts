/**
 * What belongs to a message besides its text, in words: what it answers, whom it goes to, what became
 * of it. All of it is safe to print.
 * @module
 */
import { sanitizeLine, sanitizeText } from "../../shared/text.ts";
import type { MessageEvent } from "../../shared/protocol/mod.ts";
import type { Quoted } from "../app/entry.ts";
import { excerpt } from "./excerpt.ts";

/** The text, or that there is none any more. */
export function messageText({ text, state }: MessageEvent): string {
  if (state?.deletedBy === undefined) return sanitizeText(text);
  return state.deletedBy === "" ? "(no longer kept)" : "(deleted)";
}

/** `(edited) (pinned) 👍 2`; blank for a message to which nothing happened. */
export function stateText({ state }: MessageEvent): string {
  if (!state) return "";
  const reactions = (state.reactions ?? [])
    .map(({ emoji, people }) => `${sanitizeLine(emoji)} ${people.length}`);
  return [
    ...(state.editedAt !== undefined ? ["(edited)"] : []),
    ...(state.pinned ? ["(pinned)"] : []),
    ...reactions,
  ].join(" ");
}

/** `bob: what he said…` */
export function quotedText({ seq, author, text }: Quoted): string {
  if (author === undefined || text === undefined) return `message #${seq}`;
  return `${sanitizeLine(author)}: ${excerpt(text)}`;
}

/** `whisper to sis, mom`. */
export function whisperText(names: readonly string[]): string {
  return `whisper to ${names.map(sanitizeLine).join(", ")}`;
}
