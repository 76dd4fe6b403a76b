/**
 * An event of the log as lines of plain text, for `history` and `tail`.
 * @module
 */
import { sanitizeLine } from "../../shared/text.ts";
import { isKnownKind, type LogEvent } from "../../shared/protocol/mod.ts";
import { deedText } from "../view/deeds.ts";
import { messageText, stateText } from "../view/message.ts";
import type { AnyEvent } from "../../shared/net/resume.ts";

/** One JSON object, as the log has it, and a newline. */
export function eventJson(event: AnyEvent): string {
  return JSON.stringify(event) + "\n";
}

/** `YYYY-MM-DD HH:MM alice: text` in local time and a newline; nothing for what this version can't show. */
export function eventText(event: AnyEvent): string {
  if (!isKnownKind(event.kind)) return "";
  // Lines of a message after its first are indented: no text can pass for a message of somebody else.
  const says = contentText(event as LogEvent).replaceAll("\n", "\n    ");
  return `${dayAndTime(event.at)} ${says}\n`;
}

function contentText(event: LogEvent): string {
  if (event.kind !== "message") return `-- ${deedText(event, "the room")}`;
  const author = sanitizeLine(event.author.name);
  const text = messageText(event);
  const state = stateText(event);
  const says = event.action ? `* ${author} ${text}` : `${author}: ${text}`;
  return state === "" ? says : `${says}  ${state}`;
}

/** In local time. @param at milliseconds since 1970. @returns `YYYY-MM-DD HH:MM`. */
export function dayAndTime(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
