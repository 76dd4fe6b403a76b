/**
 * Who may write into a room now.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { Role } from "../../shared/protocol/mod.ts";

/** What a room says about writing there. Times are milliseconds since 1970. */
export interface SendingRules {
  archived: boolean;
  /** Seconds between two messages of a member; 0: off. */
  slowMode: number;
  /** Account → until when it is muted. */
  mutedUntil: ReadonlyMap<string, number>;
  /** Account → when it wrote last, as far as slow mode was on. */
  lastSend: Map<string, number>;
}

/** The refusal of whoever is not in a room, and of a room that doesn't exist: one can't tell which. */
export function notThere(): ParleyError {
  return new ParleyError("not-found", "There is no such room, or you are not in it.");
}

/** @returns why nothing, or (with `account`) nothing of its, may be written there; undefined if it may. */
export function judgeWriting({ now, account, rules }: {
  now: number;
  account?: string;
  rules: Pick<SendingRules, "archived" | "mutedUntil">;
}): ParleyError | undefined {
  if (rules.archived) {
    return new ParleyError("conflict", "This room is archived: it can be read, not written to.");
  }
  const muted = account === undefined ? 0 : rules.mutedUntil.get(account) ?? 0;
  if (muted > now) {
    const wait = muted === Infinity ? "" : ` for ${describeWait(muted - now)} more`;
    return new ParleyError("forbidden", `A moderator muted you in this room${wait}.`);
  }
  return undefined;
}

/** @returns why this account may not send a message there; undefined if it may. */
export function judgeSending({ now, account, role, rules }: {
  now: number;
  account: string;
  role: Role | undefined;
  rules: SendingRules | undefined;
}): ParleyError | undefined {
  if (!role || !rules) return notThere();
  const refusal = judgeWriting({ now, account, rules });
  if (refusal) return refusal;
  if (rules.slowMode > 0 && role === "member") {
    const last = rules.lastSend.get(account) ?? -Infinity;
    const next = last + rules.slowMode * 1000;
    // A message that lies ahead was written before the clock was set back.
    if (last <= now && now < next) {
      return new ParleyError(
        "rate-limited",
        `This room is in slow mode: one message in ${rules.slowMode} s. Wait ${
          describeWait(next - now)
        }.`,
      );
    }
  }
  return undefined;
}

/** Milliseconds as people say them. */
export function describeWait(time: number): string {
  const seconds = Math.ceil(time / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.ceil(hours / 24)} days`;
}
