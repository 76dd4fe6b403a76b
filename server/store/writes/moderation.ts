/**
 * Writes of those who keep order, and reports.
 * @module
 */
import type { Person } from "../../../shared/protocol/mod.ts";

type Nothing = Record<string, never>;

/** A guest who is banned for a time, from wherever it comes: that is known where the guest was let in. */
export interface NetworkBan {
  /** Empty: the whole server. */
  room: string;
  guest: string;
  /** Milliseconds since 1970. */
  until: number;
}

/** Something that somebody does to somebody in a room. */
interface Deed {
  actor: Person;
  room: string;
  person: Person;
}

interface Reasoned {
  /** How long from now on; undefined: for ever. */
  seconds?: number;
  reason?: string;
}

export interface ModerationWrites {
  /** Put somebody out of a room, who may come back. */
  "kick": { takes: Deed & { reason?: string }; gives: Nothing };
  /** Put somebody out of a room, and keep them out. */
  "ban": { takes: Deed & Reasoned; gives: Nothing };
  "unban": { takes: Deed; gives: Nothing };
  /** Let a member write nothing. */
  "mute": { takes: Deed & Reasoned; gives: Nothing };
  "unmute": { takes: Deed; gives: Nothing };
  /** Tell the moderators of a room, or the administrators, of something unbearable. */
  "report": {
    takes: {
      by: Person;
      /** Account whose doing is reported. */
      person: string;
      reason: string;
      /** With `seq`, the message; without, something that is in no room. */
      room?: string;
      seq?: number;
      /** What was said. */
      text?: string;
    };
    gives: Nothing;
  };
  "resolve-report": { takes: { by: Person; report: number }; gives: Nothing };
  /** Shut an account out of the server: its sessions end. */
  "suspend": { takes: { actor: Person; person: Person } & Reasoned; gives: Nothing };
  "unsuspend": { takes: { actor: Person; person: Person }; gives: Nothing };
  /** Where a guest comes from (`networkOf`), kept in memory while it is here. */
  "note-network": { takes: { guest: string; network: string }; gives: Nothing };
  /** Ban where a guest comes from, if it is known here: another node banned the guest. */
  "ban-network": { takes: NetworkBan; gives: Nothing };
}
