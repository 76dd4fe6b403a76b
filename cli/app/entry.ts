/**
 * What the client prints: each entry once, in order, never changed afterwards.
 * @module
 */
import type { LogEvent } from "../../shared/protocol/mod.ts";

export type Tone = "info" | "warning" | "error";

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
    /** It names the reader. */
    mention: boolean;
    /** Time of the event printed before it, if any. */
    previousAt?: number;
  }
  | { kind: "presence"; name: string; online: boolean; at: number }
  /** The client's own words; they may quote others. Newlines stay. */
  | { kind: "notice"; tone: Tone; text: string }
  /** A heading between what was and what follows. */
  | { kind: "heading"; text: string };
