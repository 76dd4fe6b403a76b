/**
 * Events as rows: what of an event stands in which column.
 * @module
 */
import type { ChangeEvent, LogEvent, MessageEvent } from "../../../shared/protocol/mod.ts";
import { personColumns, type PersonRow, prefixedPerson, toPerson } from "./person_row.ts";

export interface EventRow extends PersonRow {
  seq: number;
  at: number;
  kind: LogEvent["kind"];
  request_id: string | null;
  text: string | null;
  action: number;
  target: number | null;
  reply_to: number | null;
  data: string | null;
}

/** Selects events: `SELECT ${EVENT_COLUMNS} FROM ${EVENTS} WHERE …`. */
export const EVENT_COLUMNS = `event.seq, event.at, event.kind, event.request_id, event.text,
  event.action, event.target, event.reply_to, event.data,
  ${personColumns("author")}, ${personColumns("subject", "subject_")}`;

/** Where {@linkcode EVENT_COLUMNS} come from. */
export const EVENTS = `event JOIN account AS author ON author.id = event.author
  LEFT JOIN account AS subject ON subject.id = event.subject`;

/** The event of a row, as it was appended. */
export function toEvent(room: string, row: EventRow): LogEvent {
  const { kind, seq, at } = row;
  const base = { type: "event" as const, room, seq, at, author: toPerson(row) };
  const data = row.data === null ? {} : JSON.parse(row.data);
  const target = row.target ?? 0;
  switch (kind) {
    case "message": {
      const event: MessageEvent = {
        ...base,
        kind,
        id: row.request_id ?? "",
        text: row.text ?? "",
        ...data,
      };
      if (row.action) event.action = true;
      if (row.reply_to !== null) event.replyTo = row.reply_to;
      return event;
    }
    case "create":
    case "join":
    case "leave":
    case "settings":
      return { ...base, kind, ...data };
    case "edit":
      return { ...base, kind, target, text: row.text ?? "", ...data };
    case "delete":
      return { ...base, kind, target };
    case "react":
    case "pin":
      return { ...base, kind, target, ...data };
    default: {
      const person = prefixedPerson(row as unknown as Record<string, unknown>, "subject_")!;
      return { ...base, kind, person, ...data };
    }
  }
}

/** What of an event goes into which column, besides room, seq, at and author. */
export interface EventColumns {
  kind: LogEvent["kind"];
  requestId: string | null;
  text: string | null;
  action: number;
  target: number | null;
  subject: string | null;
  replyTo: number | null;
  data: string | null;
}

/** JSON of the fields that are there; NULL if none is. */
function dataOf(fields: Record<string, unknown>): string | null {
  const json = JSON.stringify(fields);
  return json === "{}" ? null : json;
}

/** The columns of an event that is to be appended. */
export function toColumns(event: LogEvent): EventColumns {
  const columns: EventColumns = {
    kind: event.kind,
    requestId: null,
    text: null,
    action: 0,
    target: null,
    subject: null,
    replyTo: null,
    data: null,
  };
  switch (event.kind) {
    case "message": {
      const { id, text, action, replyTo, mentions, everyone, via } = event;
      columns.requestId = id === "" ? null : id;
      columns.text = text;
      columns.action = action ? 1 : 0;
      columns.replyTo = replyTo ?? null;
      if (mentions || everyone || via) columns.data = dataOf({ mentions, everyone, via });
      break;
    }
    case "edit":
      columns.text = event.text;
      columns.data = dataOf({ mentions: event.mentions, everyone: event.everyone });
      break;
    case "react":
      columns.data = dataOf({ emoji: event.emoji, on: event.on });
      break;
    case "pin":
      columns.data = dataOf({ on: event.on });
      break;
    case "settings": {
      const { name, topic, description, archived, addressing, slowMode } = event;
      columns.data = dataOf({ name, topic, description, archived, addressing, slowMode });
      break;
    }
    case "create":
    case "join":
    case "leave":
    case "delete":
      break;
    default:
      columns.subject = event.person.id;
      columns.data = dataOf({ role: event.role, reason: event.reason, until: event.until });
  }
  if ("target" in event) columns.target = (event as ChangeEvent).target;
  return columns;
}
