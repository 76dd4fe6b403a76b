/**
 * The protocol as a whole: every frame by its type, and the one parser for each direction.
 * @module
 */
import * as v from "valibot";
import { ParleyError } from "../errors.ts";
import { Done, Refuse } from "./answer.ts";
import { Gap, History, HistoryResult } from "./history.ts";
import { Ack, LogEvent, MembershipEvent, MessageEvent, Send, UnknownEvent } from "./message.ts";
import { Online, OnlineResult, Presence } from "./presence.ts";
import {
  Direct,
  DirectResult,
  Join,
  Joined,
  JoinResult,
  Leave,
  LeaveResult,
  Left,
  Rooms,
  RoomsResult,
} from "./room.ts";
import { Bye, Hello, Ping, Pong, Welcome } from "./session.ts";

export * from "./answer.ts";
export * from "./base.ts";
export * from "./history.ts";
export * from "./message.ts";
export * from "./presence.ts";
export * from "./room.ts";
export * from "./session.ts";

/** Requests that are answered by `done` or `refuse`: the shape of each, and of its result. */
export const REQUESTS = {
  join: { input: Join, result: JoinResult },
  leave: { input: Leave, result: LeaveResult },
  rooms: { input: Rooms, result: RoomsResult },
  direct: { input: Direct, result: DirectResult },
  history: { input: History, result: HistoryResult },
  online: { input: Online, result: OnlineResult },
} as const;
export type RequestType = keyof typeof REQUESTS;
export type RequestInput<T extends RequestType> = v.InferInput<(typeof REQUESTS)[T]["input"]>;
export type RequestResult<T extends RequestType> = v.InferOutput<(typeof REQUESTS)[T]["result"]>;

/** Frames that a client sends. Unknown types and fields are refused. */
export const CLIENT_FRAMES = {
  hello: Hello,
  ping: Ping,
  send: Send,
  join: Join,
  leave: Leave,
  rooms: Rooms,
  direct: Direct,
  history: History,
  online: Online,
} as const;
export type ClientFrame = v.InferOutput<(typeof CLIENT_FRAMES)[keyof typeof CLIENT_FRAMES]>;
/** A client frame as it is written, before defaults are filled in. */
export type ClientFrameInput = v.InferInput<(typeof CLIENT_FRAMES)[keyof typeof CLIENT_FRAMES]>;

/** Frames that a server sends. Clients ignore unknown types and fields, so that old clients live on. */
export const SERVER_FRAMES = {
  welcome: Welcome,
  pong: Pong,
  bye: Bye,
  ack: Ack,
  event: LogEvent,
  gap: Gap,
  presence: Presence,
  joined: Joined,
  left: Left,
  done: Done,
  refuse: Refuse,
} as const;
export type ServerFrame = v.InferOutput<(typeof SERVER_FRAMES)[keyof typeof SERVER_FRAMES]>;

/** An event whose kind this version doesn't know. Its place in the log counts; its content doesn't show. */
export type UnknownEvent = v.InferOutput<typeof UnknownEvent>;

type Schema = v.GenericSchema<unknown, { type: string }>;
const clientSchemas = new Map<unknown, Schema>(Object.entries(CLIENT_FRAMES));
const serverSchemas = new Map<unknown, Schema>(Object.entries(SERVER_FRAMES));

function parseJson(text: string): { type?: unknown; id?: unknown; [key: string]: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ParleyError("bad-request", "A frame is not JSON. Send one JSON object a line.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ParleyError("bad-request", "A frame is not a JSON object.");
  }
  return value as Record<string, unknown>;
}

/** The first thing wrong with a value, as one sentence that names the field. */
export function describeIssue(what: string, issues: readonly v.BaseIssue<unknown>[]): string {
  const issue = issues[0];
  const path = v.getDotPath(issue as v.BaseIssue<unknown>);
  if (path === null) return `Bad ${what}: ${issue.message}.`;
  const missing = issue.input === undefined && issue.type !== "check";
  const unknown = issue.type === "strict_object" && issue.expected === "never";
  const says = unknown
    ? "is not a field of it"
    : missing
    ? "is missing"
    : issue.message.startsWith("Invalid")
    ? `is not right (${issue.message})`
    : issue.message;
  return `Bad ${what}: ${JSON.stringify(path)} ${says}.`;
}

/** The refusal of a value that its schema doesn't take: `too-large` for a text over its limit. */
export function schemaError(what: string, issues: readonly v.BaseIssue<unknown>[]): ParleyError {
  const message = describeIssue(what, issues);
  return new ParleyError(
    message.includes("is longer than") ? "too-large" : "bad-request",
    message,
  );
}

/** A frame that was refused, with the request's id where one could be read, so that it can be answered. */
export class FrameError extends ParleyError {
  constructor(code: ParleyError["code"], message: string, readonly requestId?: string) {
    super(code, message);
  }
}

/**
 * Reads one frame from a client.
 *
 * @throws {ParleyError} `bad-request` for what is not a frame, `too-large` for a text over the limit;
 * a {@linkcode FrameError} where the request's id could be read.
 */
export function parseClientFrame(text: string): ClientFrame {
  const value = parseJson(text);
  const schema = clientSchemas.get(value.type);
  const id = typeof value.id === "string" ? value.id.slice(0, 64) : undefined;
  if (!schema) {
    const type = JSON.stringify(value.type) ?? "none";
    throw new FrameError(
      "bad-request",
      `Unknown frame type ${type.slice(0, 60)}. See docs/protocol.md for those there are.`,
      id,
    );
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output as ClientFrame;
  const { code, message } = schemaError(`${value.type} frame`, result.issues);
  throw new FrameError(code, message, id);
}

/**
 * Reads one frame from the server.
 *
 * @returns the frame; `undefined` for a type that this version doesn't know; an event of an unknown kind
 * as {@linkcode UnknownEvent}.
 * @throws {ParleyError} `bad-request` if a known frame has not the shape that it must have.
 */
export function parseServerFrame(text: string): ServerFrame | UnknownEvent | undefined {
  const value = parseJson(text);
  const schema = serverSchemas.get(value.type);
  if (!schema) return undefined;
  const result = v.safeParse(
    value.type === "event" && !isKnownKind(value.kind) ? UnknownEvent : schema,
    value,
  );
  if (result.success) return result.output as ServerFrame;
  throw new ParleyError("bad-request", describeIssue(`${value.type} frame`, result.issues));
}

const knownKinds = new Set<unknown>([
  ...MembershipEvent.entries.kind.options,
  MessageEvent.entries.kind.literal,
]);

/** True if events of this kind have a schema here. */
export function isKnownKind(kind: unknown): kind is LogEvent["kind"] {
  return knownKinds.has(kind);
}

/** One frame as JSON. Several go into one WebSocket message joined by `\n`, which JSON never contains. */
export function encodeFrame(frame: ClientFrameInput | ServerFrame): string {
  return JSON.stringify(frame);
}

/** The frames of one WebSocket message, still as text. Blank lines are none. */
export function splitFrames(message: string): string[] {
  if (!message.includes("\n")) return message === "" ? [] : [message];
  return message.split("\n").filter((line) => line.trim() !== "");
}
