/**
 * What the client prints: each entry once, in order, never changed afterwards.
 * @module
 */
import type { LogEvent, PresenceState } from "../../shared/protocol/mod.ts";

export type Tone = "info" | "warning" | "error";

/** A message that another one answers or an event changes. */
export interface Quoted {
  readonly seq: number;
  /** Absent: it is further back than what is known. */
  readonly author?: string;
  readonly text?: string;
}

/** A row of a list: words, and times in milliseconds since 1970. */
export type Row = readonly (string | { readonly at: number })[];

export type Entry =
  | {
    kind: "event";
    event: LogEvent;
    /** Label of its room. */
    room: string;
    /** Its room is not the open one: say which it is. */
    elsewhere: boolean;
    /** The reader is its author. */
    mine: boolean;
    /** It names the reader, or everybody. */
    mention: boolean;
    /** The message that it answers or changes. */
    quoted?: Quoted;
    /** For a whisper: the names of those it goes to. */
    whisper?: readonly string[];
    /** Print its number. */
    numbered?: boolean;
    /** Time of the event printed before it, if any. */
    previousAt?: number;
  }
  | { kind: "presence"; name: string; state: PresenceState; text?: string; at: number }
  /** A line in the pair room. */
  | { kind: "stranger"; mine: boolean; text: string; at: number }
  /** The client's own words; they may quote others. Newlines stay. */
  | { kind: "notice"; tone: Tone; text: string }
  /** An answer with several rows. */
  | { kind: "list"; title: string; rows: readonly Row[] }
  /** A heading between what was and what follows. */
  | { kind: "heading"; text: string };
