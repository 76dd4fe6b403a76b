/**
 * Frames that open, keep and close a connection: `hello`, `welcome`, `ping`, `pong`, `bye`; and the
 * close codes.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";
import { Person, Room, RoomId, Seq, Time } from "./base.ts";

/**
 * Client → server, the first frame: who it is, and the cursor of each room that it holds. Unknown fields
 * are ignored: a newer client can't know yet whom it talks to.
 */
export const Hello = v.object({
  type: v.literal("hello"),
  /** Without it, the session that a page of the server has in a cookie. */
  token: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  /** Room id → `seq` of the last event that the client has. The server sends what came after. */
  cursors: v.optional(v.record(RoomId, Seq), {}),
  /** Events to start with in rooms that have no cursor. */
  backlog: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(limits.resumeEvents)),
    limits.backlogEvents,
  ),
  /** Name and version of the client's program, for the operator's log. */
  client: v.optional(v.pipe(v.string(), v.maxLength(80))),
});
export type Hello = v.InferOutput<typeof Hello>;

/** Server → client, the answer to `hello`; the events after the cursors follow. */
export const Welcome = v.object({
  type: v.literal("welcome"),
  you: Person,
  rooms: v.array(Room),
  server: v.object({
    version: v.string(),
    /** The key that browsers subscribe with to Web Push (RFC 8292), where the server sends it. */
    pushKey: v.optional(v.string()),
  }),
  /** What a sender should keep to: bytes of a text; messages a second for long (0: any) and at once. */
  limits: v.object({
    messageBytes: v.number(),
    sendsPerSecond: v.number(),
    sendBurst: v.number(),
  }),
  time: Time,
});
export type Welcome = v.InferOutput<typeof Welcome>;

/** Client → server: is the connection alive? Answered by `pong`. */
export const Ping = v.strictObject({ type: v.literal("ping") });
/** Server → client: the answer to `ping`. */
export const Pong = v.object({ type: v.literal("pong") });

/** Server → client, before it closes: why, and whether and when to come back. */
export const Bye = v.object({
  type: v.literal("bye"),
  code: v.number(),
  reason: v.string(),
  reconnect: v.boolean(),
  /** Seconds to wait at least before coming back. */
  after: v.optional(v.number()),
});
export type Bye = v.InferOutput<typeof Bye>;

/**
 * WebSocket close codes (RFC 6455 §7.4). 4000–4099: come back; 4100–4199: do not, a person has to act
 * first. Codes below 4000 are the standard's own; after those a client comes back too.
 */
export const CLOSE = {
  /** The server stops or restarts. */
  goingAway: 4000,
  /** The peer read too slowly: its outbox ran over. */
  tooSlow: 4001,
  /** The peer was silent for too long. */
  silent: 4002,
  /** The server can't take the connection now. */
  busy: 4003,
  /** No `hello` came in time. */
  noHello: 4004,
  /** The token is unknown, expired or revoked. */
  notSignedIn: 4100,
  /** The client sent what the protocol doesn't allow. */
  badFrame: 4101,
  /** The session was ended from elsewhere, or logged out. */
  sessionEnded: 4102,
  /** An administrator shut the account out of the server. */
  suspended: 4103,
  /** Nobody was there for as long as the server allows. */
  idle: 4104,
} as const;

/** True if a client should connect again by itself after this close code. */
export function mayComeBack(code: number): boolean {
  return code < 4100 || code > 4199;
}
