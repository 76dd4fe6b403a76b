/**
 * Events as rows: what of an event stands in which column.
 * @module
 */
import type {
  ChangeEvent,
  LogEvent,
  LostEvent,
  MessageEvent,
} from "../../../shared/protocol/mod.ts";
import { isDamagedRow } from "./checksum.ts";
import { personColumns, type PersonRow, prefixedPerson, toPerson } from "./person_row.ts";

/** An event that has a row. */
export type StoredEvent = Exclude<LogEvent, LostEvent>;

/** What is written of an event. */
export interface EventColumns {
  room: string;
  seq: number;
  at: number;
  author: string;
  kind: StoredEvent["kind"];
  request_id: string | null;
  text: string | null;
  action: number;
  target: number | null;
  subject: string | null;
  reply_to: number | null;
  ordinal: number;
  data: string | null;
}

export interface EventRow extends PersonRow, EventColumns {
  checksum: number | null;
}

/** Selects events: `SELECT ${EVENT_COLUMNS} FROM ${EVENTS} WHERE …`. */
export const EVENT_COLUMNS = `event.room, event.seq, event.at, event.author, event.kind,
  event.request_id, event.text, event.action, event.target, event.subject, event.reply_to,
  event.ordinal, event.data, event.checksum,
  ${personColumns("author")}, ${personColumns("subject", "subject_")}`;

/** Where {@linkcode EVENT_COLUMNS} come from. An event has its place, whatever became of its author's row. */
export const EVENTS = `event LEFT JOIN account AS author ON author.id = event.author
  LEFT JOIN account AS subject ON subject.id = event.subject`;

/** Stands for an event that can't be read. */
export function lostEvent(room: string, seq: number): LostEvent {
  return { type: "event", room, seq, at: 0, author: { id: "", name: "unknown" }, kind: "lost" };
}

/** The event of a row, as it was appended; `lost` if the row is damaged. */
export function toEvent(row: EventRow): LogEvent {
  const { room, kind, seq, at } = row;
  if (row.id === null || isDamagedRow(row)) return lostEvent(room, seq);
  const base = { type: "event" as const, room, seq, at, author: toPerson(row) };
  const data = row.data === null ? {} : JSON.parse(row.data);
  const target = row.target ?? 0;
  switch (kind) {
    case "message": {
      const { expired, ...rest } = data;
      const event: MessageEvent = {
        ...base,
        kind,
        id: row.request_id ?? "",
        text: row.text ?? "",
        ...rest,
      };
      if (expired) event.state = { seq, deletedBy: "" };
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

/** JSON of the fields that are there; NULL if none is. */
export function dataOf(fields: Record<string, unknown>): string | null {
  const json = JSON.stringify(fields);
  return json === "{}" ? null : json;
}

/** The columns of an event that is to be appended. @param ordinal how many messages there are with it. */
export function toColumns(event: StoredEvent, ordinal: number): EventColumns {
  const columns: EventColumns = {
    room: event.room,
    seq: event.seq,
    at: event.at,
    author: event.author.id,
    kind: event.kind,
    request_id: null,
    text: null,
    action: 0,
    target: null,
    subject: null,
    reply_to: null,
    ordinal,
    data: null,
  };
  switch (event.kind) {
    case "message": {
      const { id, text, action, replyTo, mentions, everyone, via } = event;
      columns.request_id = id === "" ? null : id;
      columns.text = text;
      columns.action = action ? 1 : 0;
      columns.reply_to = replyTo ?? null;
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
      const { name, topic, description, archived, addressing, slowMode, retention } = event;
      columns.data = dataOf({
        name,
        topic,
        description,
        archived,
        addressing,
        slowMode,
        retention,
      });
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
