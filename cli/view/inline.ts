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
import type { Entry, Row, Tone } from "../app/entry.ts";
import type { Calendar } from "./calendar.ts";
import { deedSign, deedText } from "./deeds.ts";
import { type Line, lineWidth, type Span, span, type Style, truncateLine } from "./line.ts";
import { messageText, quotedText, stateText, whisperText } from "./message.ts";
import { richRows } from "./rich.ts";
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
      const there = entry.state !== "offline";
      const head = [
        span(calendar.time(entry.at) + " ", "dim"),
        span(there ? "● " : "○ ", there ? "online" : "dim"),
      ];
      return hang(head, isolateBidi(presenceText(entry)), "dim", columns);
    }
    case "stranger": {
      const who = entry.mine ? span("you", "own") : span("stranger", "mention");
      const mark = entry.mine ? span("›", "own") : span(" ");
      const head = [span(calendar.time(entry.at), "dim"), mark, who, span(": ", "dim")];
      return hang(head, sanitizeText(entry.text), undefined, columns);
    }
    case "list":
      return [
        ...hang([span("· ", "info")], oneLine(entry.title), "bold", columns, 2),
        ...entry.rows.flatMap((row) =>
          hang([span("    ")], rowText(row, calendar), undefined, columns)
        ),
      ];
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

/** `bob is online`, `bob is away: lunch`. */
export function presenceText({ name, state, text }: Extract<Entry, { kind: "presence" }>): string {
  const says = state === "offline" ? "went offline" : `is ${state}`;
  return sanitizeLine(`${name} ${says}${text ? `: ${text}` : ""}`);
}

/** A row of a list, on one line. */
export function rowText(row: Row, calendar: Calendar): string {
  const parts = row.map((part) => typeof part === "string" ? part : calendar.stamp(part.at));
  return sanitizeLine(parts.join(""));
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
    const text = `${deedSign(event)} ${isolateBidi(deedText(event, entry.room, entry.quoted))}`;
    return hang([time, span(" "), ...place], text, "dim", columns);
  }
  const number = entry.numbered ? [span(`#${event.seq} `, "dim")] : [];
  const mark = entry.mine ? span("›", "own") : entry.mention ? span("!", "mention") : span(" ");
  const whisper = entry.whisper
    ? [span(` (${isolateBidi(whisperText(entry.whisper))})`, "whisper")]
    : [];
  const start = event.action
    ? [span("* "), who, ...whisper, span(" ")]
    : [who, ...whisper, span(": ", "dim")];
  const style = entry.mention ? "mention" : undefined;
  const head = [time, mark, ...number, ...place, ...start];
  const says = event.state?.deletedBy === undefined
    ? hangRich(head, messageText(event), style, columns)
    : hang(head, messageText(event), "dim", columns);
  return [...quoteRow(entry, columns), ...withState(says, stateText(event), columns)];
}

/** What a message answers, in one row above it. */
function quoteRow({ quoted }: EventEntry, columns: number): Line[] {
  if (!quoted) return [];
  const quote = span(`${" ".repeat(INDENT)}↱ ${isolateBidi(quotedText(quoted))}`, "dim");
  return [truncateLine([quote], columns)];
}

/** What became of a message: at the end of its last row, or below it where there is no room. */
function withState(lines: Line[], state: string, columns: number): Line[] {
  if (state === "") return lines;
  const last = lines.at(-1)!;
  const beside = [...last, span(`  ${state}`, "dim")];
  if (lineWidth(beside) <= columns) return lines.with(-1, beside);
  const indent = columns >= 4 * INDENT ? INDENT : 0;
  const below = wrapText(state, columns - indent);
  return [...lines, ...below.map((row) => [span(" ".repeat(indent) + row, "dim" as const)])];
}

/** The author's name, cut where it would leave no room for the text. */
function author({ event, mine }: EventEntry, columns: number): Span {
  const name = truncateText(oneLine(event.author.name), Math.max(4, Math.floor(columns / 2)));
  return span(name, mine ? "own" : authorStyle(event.author.id));
}

/** A head, and a message with its Markdown beside and below it. */
function hangRich(head: Line, text: string, style: Style | undefined, columns: number): Line[] {
  const indent = columns >= 4 * INDENT ? INDENT : 0;
  const start = truncateLine(head, columns);
  const room = columns - lineWidth(start);
  // Better the whole text below its head than a word or two beside it.
  const first = room < 8 ? 0 : room;
  const [beside, ...rest] = richRows(text, first, columns - indent, style);
  const lead = indent > 0 ? [span(" ".repeat(indent))] : [];
  return [[...start, ...beside ?? []], ...rest.map((row) => [...lead, ...row])];
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
  const start = truncateLine(head, columns);
  const [first, ...rest] = text.split("\n");
  const [beside, remains] = fitBeside(first, columns - lineWidth(start));
  const below = remains === "" ? rest : [remains, ...rest];
  const lead = indent > 0 ? [span(" ".repeat(indent))] : [];
  return [
    beside === "" ? start : [...start, span(isolateBidi(beside), style)],
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
