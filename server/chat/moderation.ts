/**
 * Who may act on whom, and what somebody who is kept out is told.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { describeWait } from "./sending.ts";
import { atLeast, type Standing } from "./permissions.ts";

/** One side of a deed: an account, and what it is to the room. */
export interface Party {
  id: string;
  standing: Standing;
}

/**
 * Nobody acts on oneself, nor on somebody of the same or a higher standing.
 *
 * @returns why the actor may not; undefined if it may.
 */
export function judgeActingOn(actor: Party, other: Party & { name: string }):
  | ParleyError
  | undefined {
  if (actor.id === other.id) {
    return new ParleyError("conflict", "You can't do this to yourself.");
  }
  const isModerator = atLeast(actor.standing, "moderator");
  if (isModerator && !atLeast(other.standing, actor.standing)) return undefined;
  return new ParleyError(
    "forbidden",
    isModerator
      ? `You can do this only to people below you in this room; @${other.name} is ${other.standing}.`
      : "Only moderators and owners of this room may do this.",
  );
}

/**
 * When a ban or mute ends: undefined for never. A guest is gone tomorrow, and others come from its
 * address: nothing holds for ever against one.
 *
 * @param seconds how long it was asked for; undefined for ever.
 */
export function endOf(
  seconds: number | undefined,
  guest: boolean,
  now: number,
): number | undefined {
  const time = seconds === undefined ? undefined : seconds * 1000;
  if (guest) return now + Math.min(time ?? Infinity, limits.guestBanTime);
  return time === undefined ? undefined : now + time;
}

/** What keeps somebody out. */
export interface Barrier {
  until?: number | null;
  reason?: string | null;
}

/** The time and reason of a deed as the audit log says them; undefined if there is neither. */
export function describeDeed({ until, reason }: Barrier, now: number): string | undefined {
  const time = typeof until === "number" ? `for ${describeWait(until - now)}` : "";
  return [time, reason].filter(Boolean).join(": ") || undefined;
}

function describe({ until, reason }: Barrier, now: number): string {
  const wait = typeof until === "number" ? ` for ${describeWait(until - now)} more` : "";
  return reason ? `${wait}: ${reason}` : `${wait}.`;
}

/** The refusal of whoever is banned from a room. */
export function bannedFromRoom(ban: Barrier, now: number): ParleyError {
  return new ParleyError("forbidden", `You are banned from this room${describe(ban, now)}`);
}

/** The refusal of whoever is shut out of the server. */
export function suspended(ban: Barrier, now: number): ParleyError {
  return new ParleyError("forbidden", `You are shut out of this server${describe(ban, now)}`);
}
