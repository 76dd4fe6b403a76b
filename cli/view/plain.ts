/**
 * Entries of the transcript for a pipe, a file or a dumb terminal: one line each, no escape sequences.
 * @module
 */
import { sanitizeLine, sanitizeText } from "../../shared/text.ts";
import type { Entry } from "../app/entry.ts";
import type { Calendar } from "./calendar.ts";
import { deedText } from "./deeds.ts";
import { presenceText, rowText } from "./inline.ts";
import { messageText, quotedText, stateText, whisperText } from "./message.ts";

/** The lines of an entry: one for what others wrote; the client's own words may have several. */
export function renderPlain(entry: Entry, calendar: Calendar): string[] {
  switch (entry.kind) {
    case "event": {
      const { event, previousAt } = entry;
      const sameDay = previousAt !== undefined && calendar.isSameDay(previousAt, event.at);
      return [...(sameDay ? [] : [`-- ${calendar.day(event.at)} --`]), eventLine(entry, calendar)];
    }
    case "presence":
      return [`${calendar.time(entry.at)} -- ${presenceText(entry)}`];
    case "stranger": {
      const who = entry.mine ? "> <you>" : "<stranger>";
      return [`${calendar.time(entry.at)} ${who} ${sanitizeLine(entry.text)}`];
    }
    case "list":
      return [
        `-- ${sanitizeLine(entry.title)}`,
        ...entry.rows.map((row) => `   ${rowText(row, calendar)}`),
      ];
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
  { event, room, mine, quoted, whisper, numbered }: Extract<Entry, { kind: "event" }>,
  calendar: Calendar,
): string {
  const number = numbered && event.kind === "message" ? ` #${event.seq}` : "";
  const start = `${calendar.time(event.at)} ${sanitizeLine(room)}${number}`;
  const name = sanitizeLine(event.author.name);
  if (event.kind !== "message") return `${start} -- ${deedText(event, room, quoted)}`;
  const text = sanitizeLine(messageText(event));
  const mark = mine ? "> " : "";
  const about = [
    whisper && `(${whisperText(whisper)})`,
    quoted && `(answers ${quotedText(quoted)})`,
  ].filter((part) => part !== undefined);
  const says = event.action ? `* ${name}` : `<${name}>`;
  return [start, mark + says, ...about, text, stateText(event)].filter((part) => part !== "")
    .join(" ");
}
