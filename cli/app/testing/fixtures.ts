/**
 * People, rooms and events for tests of the app and of what shows it.
 * @module
 */
import type {
  ChangeEvent,
  LogEvent,
  MessageEvent,
  Person,
  ReadState,
  Room,
  Welcome,
} from "../../../shared/protocol/mod.ts";
import { limits } from "../../../shared/limits.ts";
import type { Effect, Update } from "../effects.ts";
import type { Entry, Row } from "../entry.ts";
import type { AppEvent } from "../events.ts";
import { type AppState, createState, type StartOptions } from "../state.ts";
import { update } from "../update.ts";

export const ALICE: Person = { id: "P0000000000000ALICE", name: "alice" };
export const BOB: Person = { id: "P00000000000000BOB0", name: "bob" };
export const CAROL: Person = { id: "P0000000000000CAROL", name: "carol" };

export const LOBBY: Room = { id: "R00000000000LOBBY", name: "lobby", kind: "public", head: 0 };
export const DEV: Room = { id: "R0000000000000DEV", name: "dev", kind: "public", head: 0 };
export const WITH_BOB: Room = { id: "R0000000000000BOB", name: "bob", kind: "direct", head: 0 };

/** Noon, in UTC. */
export const NOON = Date.UTC(2026, 10, 21, 12);

export function message(
  room: Room,
  seq: number,
  author: Person,
  text: string,
  more: Partial<MessageEvent> = {},
): MessageEvent {
  const id = `${author.name}-${seq}`;
  const base = { type: "event" as const, room: room.id, seq, at: NOON + seq, author };
  return { ...base, kind: "message", id, text, ...more };
}

type WithoutPlace<T> = T extends unknown ? Omit<T, "type" | "room" | "seq" | "at" | "author">
  : never;

/** An event that changes a message. */
export function change(
  room: Room,
  seq: number,
  author: Person,
  what: WithoutPlace<ChangeEvent>,
): ChangeEvent {
  return { type: "event", room: room.id, seq, at: NOON + seq, author, ...what } as ChangeEvent;
}

/** What a member holds in a room; of what isn't given, nothing. */
export function readState(given: Partial<ReadState>): ReadState & { role: "member" } {
  return { role: "member", read: 0, unread: 0, mentions: 0, notify: "all", ...given };
}

/** Messages as they come in. */
export function arrives(...events: ReturnType<typeof message>[]): AppEvent[] {
  return events.map((event) => ({ type: "event", event }));
}

export function membership(
  room: Room,
  seq: number,
  author: Person,
  kind: "create" | "join" | "leave",
): LogEvent {
  return { type: "event", room: room.id, seq, at: NOON + seq, author, kind };
}

export function welcome(rooms: Room[], you = ALICE): Welcome {
  return {
    type: "welcome",
    you,
    rooms,
    server: { version: "0" },
    limits: { messageBytes: limits.messageBytes, sendsPerSecond: 0, sendBurst: 0 },
    time: NOON,
  };
}

/** A state that has not heard of a server yet. */
export function freshState(options: Partial<StartOptions> = {}): AppState {
  const size = { columns: 80, rows: 24 };
  return createState({ plain: false, size, now: NOON, idPrefix: "id", ...options });
}

/** Lets events happen one after another. @returns the last state and all effects. */
export function happen(state: AppState, ...events: AppEvent[]): Update {
  let result: Update = { state, effects: [] };
  for (const event of events) {
    const { state, effects } = update(result.state, event);
    result = { state, effects: [...result.effects, ...effects] };
  }
  return result;
}

/** Alice online in these rooms (by default the lobby alone), nothing under way. */
export function onlineState(rooms = [LOBBY], options: Partial<StartOptions> = {}): AppState {
  const { state } = happen(
    freshState(options),
    { type: "status", status: { state: "online" } },
    { type: "welcome", welcome: welcome(rooms) },
  );
  return { ...state, pending: {} };
}

/** Alice and Bob have talked in the lobby: 1 and 4 (pinned) are Bob's, 2 and 3 (answers 1) Alice's. */
export function aTalk(): AppState {
  return happen(
    onlineState([LOBBY, DEV]),
    ...arrives(
      message(LOBBY, 1, BOB, "first of bob"),
      message(LOBBY, 2, ALICE, "first of alice"),
      message(LOBBY, 3, ALICE, "last of alice", { replyTo: 1 }),
      message(LOBBY, 4, BOB, "last of bob", { state: { seq: 5, pinned: true } }),
    ),
  ).state;
}

export function typed(text: string): AppEvent {
  return { type: "text", text };
}

export const ENTER: AppEvent = {
  type: "key",
  name: "enter",
  ctrl: false,
  alt: false,
  shift: false,
};

export function key(char: string, modifiers: { ctrl?: boolean; alt?: boolean }): AppEvent {
  return { type: "key", name: "char", char, ctrl: false, alt: false, shift: false, ...modifiers };
}

/** All that was printed. */
export function printed(effects: readonly Effect[]): Entry[] {
  return effects.flatMap((effect) => effect.type === "print" ? effect.entries : []);
}

/** A row of a list; a time as its ISO date. */
function rowWords(row: Row): string {
  return row.map((part) => typeof part === "string" ? part : new Date(part.at).toISOString())
    .join("");
}

/** The words of what was printed, an entry each. */
export function printedTexts(effects: readonly Effect[]): string[] {
  return printed(effects).map((entry) => {
    switch (entry.kind) {
      case "event":
        return entry.event.kind === "message" ? entry.event.text : entry.event.kind;
      case "presence":
        return `${entry.name} ${entry.state}`;
      case "stranger":
        return entry.text;
      case "list":
        return [entry.title, ...entry.rows.map(rowWords)].join("\n");
      case "notice":
      case "heading":
        return entry.text;
      default:
        return entry satisfies never;
    }
  });
}
