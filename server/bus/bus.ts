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

/** Events from `from` to `to` of a room, without a hole, encoded: frames joined by `\n`. */
export interface EventRun {
  room: string;
  from: number;
  to: number;
  frames: string;
}

export interface PresenceChange {
  person: Person;
  state: PresenceState;
  /** What they say about being away. */
  text?: string;
}

export type Post =
  | { kind: "events"; runs: EventRun[] }
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

/** The bus between the threads of one process. `server` keeps several servers in one process apart. */
export class ThreadBus implements Bus {
  readonly #channel: BroadcastChannel;

  constructor(server: string) {
    this.#channel = new BroadcastChannel(`parley-${server}`);
  }

  post(post: Post): void {
    this.#channel.postMessage(post);
  }

  listen(listener: (post: Post) => void): void {
    this.#channel.onmessage = (message: MessageEvent) => listener(message.data as Post);
  }

  close(): void {
    this.#channel.close();
  }
}

/**
 * The events of a commit as posts, each event encoded once. Runs of a room stay in order; a post holds
 * about `limits.postLength` characters, since large ones get lost sooner.
 */
export function toPosts(events: readonly LogEvent[], length: number = limits.postLength): Post[] {
  const posts: Post[] = [];
  let runs = new Map<string, { from: number; to: number; frames: string[] }>();
  let held = 0;
  const flush = () => {
    if (runs.size === 0) return;
    const parts = [...runs].map(([room, run]) => ({
      room,
      from: run.from,
      to: run.to,
      frames: run.frames.join("\n"),
    }));
    posts.push({ kind: "events", runs: parts });
    runs = new Map();
    held = 0;
  };
  for (const event of events) {
    const frame = encodeFrame(event);
    const run = runs.get(event.room);
    if (run) {
      run.to = event.seq;
      run.frames.push(frame);
    } else {
      runs.set(event.room, { from: event.seq, to: event.seq, frames: [frame] });
    }
    held += frame.length;
    if (held >= length) flush();
  }
  flush();
  return posts;
}
