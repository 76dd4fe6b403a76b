/**
 * Reads what the server answers to requests, over HTTP or the WebSocket.
 * @module
 */
import * as v from "valibot";
import { ParleyError } from "../errors.ts";
import { LogEvent, UnknownEvent } from "../protocol/message.ts";
import { describeIssue, isKnownKind, RoomId } from "../protocol/mod.ts";
import type { AnyEvent } from "./resume.ts";

const Page = v.object({ room: RoomId, events: v.array(v.unknown()), more: v.boolean() });

/** A page of history, events of kinds unknown to this version included: they have their place too. */
export interface HistoryPage {
  room: string;
  events: AnyEvent[];
  more: boolean;
}

/** @throws {ParleyError} `internal` if it has not the shape that it must have. */
export function parseHistoryPage(value: unknown): HistoryPage {
  const page = parseAnswer(Page, "page of history", value);
  return { ...page, events: page.events.map(parseEvent) };
}

/** A page of history without events that this version can't show. */
export function withoutUnknownKinds(answer: unknown): unknown {
  const page = parseHistoryPage(answer);
  return { ...page, events: page.events.filter((event) => isKnownKind(event.kind)) };
}

function parseEvent(value: unknown): AnyEvent {
  const kind = (value as { kind?: unknown } | null)?.kind;
  return parseAnswer(isKnownKind(kind) ? LogEvent : UnknownEvent, "event", value);
}

/** @throws {ParleyError} `internal` if the server's answer has not the shape that it must have. */
export function parseAnswer<T>(
  schema: v.GenericSchema<unknown, T>,
  what: string,
  value: unknown,
): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new ParleyError(
    "internal",
    `The server's answer can't be read. ${describeIssue(what, result.issues)}`,
  );
}
