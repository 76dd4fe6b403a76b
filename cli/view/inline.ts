/**
 * Entries of the transcript as lines for the terminal's scrollback. Whatever others wrote passes
 * through `sanitizeText` or `sanitizeLine` here.
 * @module
 */
import {
  isolateBidi,
  sanitizeLine,
  sanitizeText,
  textWidth,
  truncateText,
  wrapText,
} from "../../shared/text.ts";
import type { Entry, Tone } from "../app/entry.ts";
import type { Calendar } from "./calendar.ts";
import { deedText } from "./deeds.ts";
import { type Line, lineWidth, type Span, span, type Style } from "./line.ts";
import { authorStyle } from "./theme.ts";

type EventEntry = Extract<Entry, { kind: "event" }>;

/** Cells that the time takes: what follows a line is indented as much. */
const INDENT = 6;

/** The lines of an entry, each at most `columns` cells wide. */
export function renderEntry(entry: Entry, columns: number, calendar: Calendar): Line[] {
  switch (entry.kind) {
    case "event":
      return [...daySeparator(entry, columns, calendar), ...renderEvent(entry, columns, calendar)];
    case "presence": {
      const says = entry.online ? "is online" : "went offline";
      const head = [
        span(calendar.time(entry.at) + " ", "dim"),
        span(entry.online ? "● " : "○ ", entry.online ? "online" : "dim"),
      ];
      return hang(head, `${oneLine(entry.name)} ${says}`, "dim", columns);
    }
    case "notice": {
      const sign = span(`${NOTICE_SIGN[entry.tone]} `, entry.tone);
      return hang(
        [sign],
        sanitizeText(entry.text),
        styleOf(entry.tone),
        columns,
        lineWidth([sign]),
      );
    }
    case "heading":
      return heading(oneLine(entry.text), columns);
    default:
      return entry satisfies never;
  }
}

export const NOTICE_SIGN: Record<Tone, string> = { info: "·", warning: "!", error: "!!" };

function styleOf(tone: Tone): Style | undefined {
  return tone === "info" ? undefined : tone;
}

/** What others wrote and has one line, made fit to stand among other things. */
export function oneLine(text: string): string {
  return isolateBidi(sanitizeLine(text));
}

function daySeparator({ event, previousAt }: EventEntry, columns: number, calendar: Calendar) {
  const sameDay = previousAt !== undefined && calendar.isSameDay(previousAt, event.at);
  return sameDay ? [] : heading(calendar.day(event.at), columns);
}

/** A title between rules, or alone where there is little room. */
function heading(title: string, columns: number): Line[] {
  const ruled = textWidth(title) + 6 <= columns ? `── ${title} ──` : title;
  return wrapText(ruled, columns).map((row) => [span(row, "dim")]);
}

function renderEvent(entry: EventEntry, columns: number, calendar: Calendar): Line[] {
  const { event } = entry;
  const time = span(calendar.time(event.at), "dim");
  const who = author(entry, columns);
  const place = entry.elsewhere ? [span(`${oneLine(entry.room)} `, "room")] : [];
  if (event.kind !== "message") {
    const sign = event.kind === "leave" ? "←" : "→";
    const text = `${sign} ${isolateBidi(deedText(event, entry.room))}`;
    return hang([time, span(" ")], text, "dim", columns);
  }
  const mark = entry.mine ? span("›", "own") : entry.mention ? span("!", "mention") : span(" ");
  const start = event.action ? [span("* "), who, span(" ")] : [who, span(": ", "dim")];
  const style = entry.mention ? "mention" : undefined;
  return hang([time, mark, ...place, ...start], sanitizeText(event.text), style, columns);
}

/** The author's name, cut where it would leave no room for the text. */
function author({ event, mine }: EventEntry, columns: number): Span {
  const name = truncateText(oneLine(event.author.name), Math.max(4, Math.floor(columns / 2)));
  return span(name, mine ? "own" : authorStyle(event.author.id));
}

/** A head, and a text that is wrapped beside and below it. Takes sanitised text. */
function hang(
  head: Line,
  text: string,
  style: Style | undefined,
  columns: number,
  most = INDENT,
): Line[] {
  const indent = columns >= 4 * most ? most : 0;
  const [first, ...rest] = text.split("\n");
  const [beside, remains] = fitBeside(first, columns - lineWidth(head));
  const below = remains === "" ? rest : [remains, ...rest];
  const lead = indent > 0 ? [span(" ".repeat(indent))] : [];
  return [
    beside === "" ? head : [...head, span(isolateBidi(beside), style)],
    ...below.flatMap((paragraph) => wrapText(paragraph, columns - indent))
      .map((row) => [...lead, span(isolateBidi(row), style)]),
  ];
}

/** What of a text stands beside its head, and what is left for the rows below. */
function fitBeside(text: string, columns: number): [beside: string, remains: string] {
  if (textWidth(text) <= columns) return [text, ""];
  // Better the whole text below its head than a word or two beside it.
  const [row] = columns < 8 ? [""] : wrapText(text, columns);
  // A row that left out indentation is not the start of the text.
  if (row === "" || !text.startsWith(row)) return ["", text];
  return [row, text.slice(row.length).replace(/^ +/, "")];
}
