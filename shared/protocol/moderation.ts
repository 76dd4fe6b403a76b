/**
 * Frames of those who keep order: kick, ban, mute, slow mode, reports, the audit log, administrators.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";
import {
  EventSeq,
  Line,
  NEXT,
  PAGE,
  Person,
  PersonRef,
  request,
  Room,
  RoomId,
  RoomRef,
  Seconds,
  Time,
} from "./base.ts";

/** Somebody who may not enter: a room, or (in the answer to `suspensions`) the server. */
export const Ban = v.object({
  person: Person,
  by: Person,
  at: Time,
  /** Without it, for ever. */
  until: v.optional(Time),
  reason: v.optional(v.string()),
});
export type Ban = v.InferOutput<typeof Ban>;

/** Somebody found a message, or a stranger, unbearable. */
export const Report = v.object({
  id: v.string(),
  by: Person,
  at: Time,
  /** Whose doing is reported. */
  person: Person,
  reason: v.string(),
  room: v.optional(RoomId),
  seq: v.optional(EventSeq),
  /** The text as it was when it was reported. */
  text: v.optional(v.string()),
  resolvedBy: v.optional(Person),
});
export type Report = v.InferOutput<typeof Report>;

/** Who did what to whom, and when. */
export const AuditEntry = v.object({
  id: v.number(),
  at: Time,
  actor: v.optional(Person),
  /** A command's type, or what the server did by itself. */
  action: v.string(),
  room: v.optional(RoomId),
  person: v.optional(Person),
  detail: v.optional(v.string()),
});
export type AuditEntry = v.InferOutput<typeof AuditEntry>;

const Empty = v.object({});
const onPerson = { room: RoomRef, person: PersonRef } as const;
/** Seconds; without it, until it is taken back. */
const For = v.optional(Seconds);

/** Requests of moderators, owners and administrators; and `report`, which is everybody's. */
export const MODERATION_REQUESTS = {
  "kick": {
    input: request("kick", { ...onPerson, reason: v.optional(Line) }),
    result: Empty,
  },
  "ban": {
    input: request("ban", { ...onPerson, for: For, reason: v.optional(Line) }),
    result: Empty,
  },
  "unban": { input: request("unban", onPerson), result: Empty },
  "bans": {
    input: request("bans", { room: RoomRef, ...PAGE }),
    result: v.object({ bans: v.array(Ban), ...NEXT }),
  },
  "mute": {
    input: request("mute", { ...onPerson, for: For, reason: v.optional(Line) }),
    result: Empty,
  },
  "unmute": { input: request("unmute", onPerson), result: Empty },
  /** Seconds between two messages of a member; 0 switches it off. */
  "slow-mode": {
    input: request("slow-mode", {
      room: RoomRef,
      seconds: v.pipe(
        v.number("must be a number"),
        v.integer("must be a whole number"),
        v.minValue(0, "must not be negative"),
        v.maxValue(limits.slowModeMost, `must be ${limits.slowModeMost} or less`),
      ),
    }),
    result: v.object({ room: Room }),
  },
  "report": {
    input: request("report", {
      room: RoomRef,
      seq: EventSeq,
      reason: v.pipe(Line, v.minLength(1, "is empty")),
    }),
    result: Empty,
  },
  /** Open reports: a room's for its moderators, all of the server's for administrators. */
  "reports": {
    input: request("reports", { room: RoomRef, ...PAGE }),
    result: v.object({ reports: v.array(Report), ...NEXT }),
  },
  "all-reports": {
    input: request("all-reports", { ...PAGE }),
    result: v.object({ reports: v.array(Report), ...NEXT }),
  },
  "resolve-report": {
    input: request("resolve-report", { report: v.pipe(v.string(), v.maxLength(64)) }),
    result: Empty,
  },
  /** A room's audit log for its moderators, newest first. */
  "audit": {
    input: request("audit", {
      room: RoomRef,
      action: v.optional(Line),
      person: v.optional(PersonRef),
      ...PAGE,
    }),
    result: v.object({ entries: v.array(AuditEntry), ...NEXT }),
  },
  /** The server's audit log for administrators, newest first. */
  "audit-server": {
    input: request("audit-server", {
      action: v.optional(Line),
      person: v.optional(PersonRef),
      ...PAGE,
    }),
    result: v.object({ entries: v.array(AuditEntry), ...NEXT }),
  },
  /** Shuts an account out of the server, and a guest's address. */
  "suspend": {
    input: request("suspend", { person: PersonRef, for: For, reason: v.optional(Line) }),
    result: Empty,
  },
  "unsuspend": { input: request("unsuspend", { person: PersonRef }), result: Empty },
  "suspensions": {
    input: request("suspensions", { ...PAGE }),
    result: v.object({ bans: v.array(Ban), ...NEXT }),
  },
  "set-administrator": {
    input: request("set-administrator", { person: PersonRef, on: v.boolean() }),
    result: Empty,
  },
  /** A code by which somebody can register where that needs one. */
  "create-server-invitation": {
    input: request("create-server-invitation", {
      uses: v.optional(
        v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(limits.invitationMostUses)),
        1,
      ),
      /** Seconds. */
      expiresIn: v.optional(Seconds, limits.invitationTime / 1000),
    }),
    result: v.object({ code: v.string(), id: v.string(), expiresAt: Time }),
  },
  "revoke-server-invitation": {
    input: request("revoke-server-invitation", {
      invitation: v.pipe(v.string(), v.maxLength(64)),
    }),
    result: Empty,
  },
} as const;
