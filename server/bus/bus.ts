/**
 * What the store tells all gateways at once. Posts may get lost; what a gateway needs to notice that,
 * and to mend it from the log, is in them.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import {
  encodeFrame,
  type LogEvent,
  type Person,
  type PresenceState,
} from "../../shared/protocol/mod.ts";
import { putOutBy } from "../chat/rooms.ts";

/** Events from `from` to `to` of a room, without a hole, encoded: frames joined by `\n`. */
export interface EventRun {
  room: string;
  from: number;
  to: number;
  frames: string;
  /** Account that the last of them put out of the room. */
  out?: string;
}

export interface PresenceChange {
  person: Person;
  state: PresenceState;
  /** What they say about being away. */
  text?: string;
  /** They said that they are away: so they are, whatever their devices do. */
  said?: true;
  /**
   * When they last said that they are away, or back, milliseconds since 1970: of what several nodes know of
   * somebody, the newest counts.
   */
  saidAt?: number;
}

/** Some of the events of a commit. */
export interface EventsPost {
  kind: "events";
  runs: EventRun[];
}

export type Post =
  | EventsPost
  /** `version` counts the changes: the first of these was number `version - changes.length + 1`. */
  | { kind: "presence"; version: number; changes: PresenceChange[] }
  /** Somebody writes something in a room. */
  | { kind: "typing"; room: string; person: Person };

/** One end of the bus. */
export interface Bus {
  post(post: Post): void;
  listen(listener: (post: Post) => void): void;
  close(): void;
}

/**
 * The events of a commit as posts, each event encoded once. Runs of a room stay in order; one ends where
 * somebody is put out. A post holds about `limits.postLength` characters.
 */
export function toPosts(
  events: readonly LogEvent[],
  length: number = limits.postLength,
): EventsPost[] {
  const posts: EventsPost[] = [];
  let runs: (Omit<EventRun, "frames"> & { frames: string[] })[] = [];
  /** The run of each room that goes on. */
  const open = new Map<string, (typeof runs)[number]>();
  let held = 0;
  const flush = () => {
    if (runs.length === 0) return;
    posts.push({
      kind: "events",
      runs: runs.map((run) => ({ ...run, frames: run.frames.join("\n") })),
    });
    runs = [];
    open.clear();
    held = 0;
  };
  for (const event of events) {
    const { room, seq } = event;
    const frame = encodeFrame(event);
    let run = open.get(room);
    if (run) {
      run.to = seq;
      run.frames.push(frame);
    } else {
      run = { room, from: seq, to: seq, frames: [frame] };
      open.set(room, run);
      runs.push(run);
    }
    const out = putOutBy(event);
    if (out !== undefined) {
      run.out = out;
      open.delete(room);
    }
    held += frame.length;
    if (held >= length) flush();
  }
  flush();
  return posts;
}
