/**
 * When a connection is idle, for servers that close idle ones.
 * @module
 */
import type { ClientFrame } from "../../shared/protocol/mod.ts";

/** What the operator asked for. */
export interface IdleRule {
  /** Milliseconds; 0: nobody is ever idle. */
  timeout: number;
  /** Only what a person does counts: whoever just reads is idle too. */
  strict: boolean;
}

/** What happened on a connection, and when. Times are milliseconds of one clock. */
export interface Activity {
  /** A frame came, other than a ping. */
  heard: number;
  /** A person did something there. */
  deed: number;
  /** It was sent what happened in its rooms. */
  told: number;
  /** Its client said that nobody is at it, and nobody did anything since. */
  idleSince?: number;
}

/** Frames that a client sends by itself, with nobody at it. */
const AUTOMATIC: ReadonlySet<ClientFrame["type"]> = new Set([
  "hello",
  "ping",
  "history",
  "online",
  "rooms",
  "room",
  "members",
]);

/** True if a person made the client send this. */
export function isDeed(frame: ClientFrame): boolean {
  return frame.type === "idle" ? !frame.idle : !AUTOMATIC.has(frame.type);
}

/** The activity after a frame came. */
export function afterFrame(activity: Activity, frame: ClientFrame, now: number): Activity {
  if (frame.type === "ping") return activity;
  if (isDeed(frame)) return { heard: now, deed: now, told: activity.told };
  const saysIdle = frame.type === "idle";
  return { ...activity, heard: now, idleSince: activity.idleSince ?? (saysIdle ? now : undefined) };
}

/**
 * True if the connection was idle for as long as the rule allows.
 *
 * A client that says that nobody is at it is believed. One that doesn't is idle when nothing comes from
 * it and nothing goes to it: people who only read stay. By the strict rule only deeds count.
 */
export function isIdle(activity: Activity, { timeout, strict }: IdleRule, now: number): boolean {
  if (timeout === 0) return false;
  const { heard, deed, told, idleSince } = activity;
  const since = strict ? deed : idleSince ?? Math.max(heard, told);
  return now - since >= timeout;
}
