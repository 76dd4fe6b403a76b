/**
 * Entries of the transcript for a pipe, a file or a dumb terminal: one line each, no escape sequences.
 * @module
 */
import { sanitizeLine, sanitizeText } from "../../shared/text.ts";
import type { Entry } from "../app/entry.ts";
import type { Calendar } from "./calendar.ts";
import { deedText } from "./deeds.ts";

/** The lines of an entry: one for what others wrote; the client's own words may have several. */
export function renderPlain(entry: Entry, calendar: Calendar): string[] {
  switch (entry.kind) {
    case "event": {
      const { event, previousAt } = entry;
      const sameDay = previousAt !== undefined && calendar.isSameDay(previousAt, event.at);
      return [...(sameDay ? [] : [`-- ${calendar.day(event.at)} --`]), eventLine(entry, calendar)];
    }
    case "presence": {
      const says = entry.online ? "is online" : "went offline";
      return [`${calendar.time(entry.at)} -- ${sanitizeLine(entry.name)} ${says}`];
    }
    case "notice": {
      const sign = entry.tone === "info" ? "--" : "!!";
      return sanitizeText(entry.text).split("\n")
        .map((line, index) => `${index === 0 ? sign : "  "} ${line}`);
    }
    case "heading":
      return [`-- ${sanitizeLine(entry.text)} --`];
    default:
      return entry satisfies never;
  }
}

function eventLine(
  { event, room, mine }: Extract<Entry, { kind: "event" }>,
  calendar: Calendar,
): string {
  const start = `${calendar.time(event.at)} ${sanitizeLine(room)}`;
  const name = sanitizeLine(event.author.name);
  if (event.kind === "message") {
    const text = sanitizeLine(event.text);
    const mark = mine ? "> " : "";
    return `${start} ${mark}` + (event.action ? `* ${name} ${text}` : `<${name}> ${text}`);
  }
  return `${start} -- ${deedText(event, room)}`;
}
