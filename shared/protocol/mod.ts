/**
 * The protocol as a whole: every frame by its type, and the one parser for each direction.
 * @module
 */
import * as v from "valibot";
import { ParleyError } from "../errors.ts";
import { ACCOUNT_REQUESTS, PersonChanged } from "./account.ts";
import { Done, Refuse } from "./answer.ts";
import { Gap, HISTORY_REQUESTS } from "./history.ts";
import { HOOK_REQUESTS } from "./hook.ts";
import {
  Ack,
  DeleteEvent,
  EditEvent,
  isPlainSend,
  LogEvent,
  LostEvent,
  MembershipEvent,
  MESSAGE_REQUESTS,
  MessageEvent,
  PersonEvent,
  PinEvent,
  Place,
  ReactEvent,
  Send,
  SettingsEvent,
  UnknownEvent,
} from "./message.ts";
import { MODERATION_REQUESTS } from "./moderation.ts";
import { Presence, PRESENCE_REQUESTS, Typing, TypingNotice } from "./presence.ts";
import { PUSH_REQUESTS } from "./push.ts";
import { Joined, Left, Read, ROOM_REQUESTS } from "./room.ts";
import { Bye, Hello, Ping, Pong, Welcome } from "./session.ts";
import { Stranger, STRANGER_REQUESTS, StrangerSays } from "./stranger.ts";

export * from "./account.ts";
export * from "./answer.ts";
export * from "./base.ts";
export * from "./history.ts";
export * from "./hook.ts";
export * from "./message.ts";
export * from "./moderation.ts";
export * from "./presence.ts";
export * from "./push.ts";
export * from "./room.ts";
export * from "./session.ts";
export * from "./stranger.ts";

/** Requests: the shape of each, and of its result. `send` is answered by `ack`, all others by `done`. */
export const REQUESTS = {
  "send": { input: Send, result: Place },
  ...MESSAGE_REQUESTS,
  ...ROOM_REQUESTS,
  ...HISTORY_REQUESTS,
  ...PRESENCE_REQUESTS,
  ...ACCOUNT_REQUESTS,
  ...MODERATION_REQUESTS,
  ...HOOK_REQUESTS,
  ...PUSH_REQUESTS,
  ...STRANGER_REQUESTS,
} as const;
export type RequestType = keyof typeof REQUESTS;
/** A request as it is written, before defaults are filled in. */
export type RequestInput<T extends RequestType = RequestType> = v.InferInput<
  (typeof REQUESTS)[T]["input"]
>;
/** A request as it was checked by its schema. */
export type Request<T extends RequestType = RequestType> = v.InferOutput<
  (typeof REQUESTS)[T]["input"]
>;
export type RequestResult<T extends RequestType = RequestType> = v.InferOutput<
  (typeof REQUESTS)[T]["result"]
>;

/** Frames that a client sends besides requests: they have no answer of their own. */
const OTHER_FRAMES = { hello: Hello, ping: Ping, typing: Typing } as const;
type OtherFrames = typeof OTHER_FRAMES;

/** Frames that a client sends, by type. Unknown types and fields are refused. */
export const CLIENT_FRAMES: Readonly<Record<string, v.GenericSchema<unknown, ClientFrame>>> = {
  ...OTHER_FRAMES,
  ...Object.fromEntries(Object.entries(REQUESTS).map(([type, { input }]) => [type, input])),
};
export type ClientFrame = v.InferOutput<OtherFrames[keyof OtherFrames]> | Request;
/** A client frame as it is written, before defaults are filled in. */
export type ClientFrameInput = v.InferInput<OtherFrames[keyof OtherFrames]> | RequestInput;

/** Frames that a server sends. Clients ignore unknown types and fields, so that old clients live on. */
export const SERVER_FRAMES = {
  welcome: Welcome,
  pong: Pong,
  bye: Bye,
  ack: Ack,
  event: LogEvent,
  gap: Gap,
  presence: Presence,
  typing: TypingNotice,
  person: PersonChanged,
  joined: Joined,
  left: Left,
  read: Read,
  stranger: Stranger,
  "stranger-says": StrangerSays,
  done: Done,
  refuse: Refuse,
} as const;
export type ServerFrame = v.InferOutput<(typeof SERVER_FRAMES)[keyof typeof SERVER_FRAMES]>;

/** An event whose kind this version doesn't know. Its place in the log counts; its content doesn't show. */
export type UnknownEvent = v.InferOutput<typeof UnknownEvent>;

type Schema = v.GenericSchema<unknown, { type: string }>;
const clientSchemas = new Map<unknown, (typeof CLIENT_FRAMES)[string]>(
  Object.entries(CLIENT_FRAMES),
);
const serverSchemas = new Map<unknown, Schema>(Object.entries(SERVER_FRAMES));

function parseJson(text: string): { type?: unknown; id?: unknown; [key: string]: unknown } {
  let value: unknown;
  try {
    // A list in lists in lists takes a thousand times as long to read as any frame.
    value = /^\s*\[/.test(text) ? [] : JSON.parse(text);
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
  // Both may hold what came, however long that was.
  const path = v.getDotPath(issue as v.BaseIssue<unknown>)?.slice(0, 100);
  const message = issue.message.slice(0, 200);
  if (path === undefined) return `Bad ${what}: ${message}.`;
  const missing = issue.input === undefined && issue.type !== "check";
  const unknown = issue.type === "strict_object" && issue.expected === "never";
  const says = unknown
    ? "is not a field of it"
    : missing
    ? "is missing"
    : message.startsWith("Invalid")
    ? `is not right (${message})`
    : message;
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
  if (isPlainSend(value)) return value as ClientFrame;
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
  ...PersonEvent.entries.kind.options,
  ...[MessageEvent, EditEvent, DeleteEvent, ReactEvent, PinEvent, SettingsEvent, LostEvent]
    .map((event) => event.entries.kind.literal),
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
