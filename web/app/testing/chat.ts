/**
 * A chat without a browser, for tests: a state that events are fed to, and what it wanted done.
 * @module
 */
import type { LogEvent, MessageEvent, Person, Room } from "../../../shared/protocol/mod.ts";
import type { Effect } from "../effects.ts";
import type { AppEvent } from "../events.ts";
import { type AppState, createState, currentRoom, findRoom, type RoomState } from "../state.ts";
import { update } from "../update.ts";

export const ALICE: Person = { id: "U1", name: "alice" };
export const BOB: Person = { id: "U2", name: "bob" };
export const LOBBY = "R0000000000000000";
export const GARDEN = "R0000000000000001";

export function room(id: string, name: string, more: Partial<Room> = {}): Room {
  const you = { role: "member", read: 0, unread: 0, mentions: 0, notify: "all" } as const;
  return { id, name, kind: "public", head: 0, you, ...more };
}

export function message(seq: number, text: string, more: Partial<MessageEvent> = {}): MessageEvent {
  const id = `m${seq}`;
  return {
    type: "event",
    kind: "message",
    room: LOBBY,
    seq,
    at: seq * 1000,
    author: BOB,
    id,
    text,
    ...more,
  };
}

export class TestChat {
  state: AppState = createState("test", 0);
  /** All effects so far. */
  readonly effects: Effect[] = [];

  /** Signed in as alice, in these rooms. */
  static open(rooms: Room[] = [room(LOBBY, "lobby"), room(GARDEN, "garden")]): TestChat {
    const chat = new TestChat();
    const kept = { drafts: {}, outbox: [], rooms: [], desktop: true, sound: true, keys: true };
    chat.feed({ type: "signed-in", account: ALICE, kept });
    chat.welcome(rooms);
    return chat;
  }

  welcome(rooms: Room[]): this {
    this.feed({ type: "status", status: { state: "online" } });
    return this.feed({
      type: "welcome",
      welcome: {
        type: "welcome",
        you: ALICE,
        rooms,
        server: { version: "0" },
        limits: { messageBytes: 100, sendsPerSecond: 10, sendBurst: 10 },
        time: 0,
      },
    });
  }

  feed(...events: AppEvent[]): this {
    for (const event of events) {
      const { state, effects } = update(this.state, event);
      this.state = state;
      this.effects.push(...effects);
    }
    return this;
  }

  /** Events of rooms' logs come. */
  log(...events: LogEvent[]): this {
    return this.feed(...events.map((event) => ({ type: "event" as const, event })));
  }

  /** Takes the effects of this type that were wanted since. */
  take<T extends Effect["type"]>(type: T): Extract<Effect, { type: T }>[] {
    const taken = this.effects.filter((effect) => effect.type === type);
    this.effects.splice(0, Infinity, ...this.effects.filter((effect) => effect.type !== type));
    return taken as Extract<Effect, { type: T }>[];
  }

  room(id?: string): RoomState {
    return (id === undefined ? currentRoom(this.state) : findRoom(this.state, id))!;
  }

  write(text: string, id = LOBBY): this {
    return this.feed({ type: "drafted", room: id, text }, { type: "submitted", room: id });
  }
}
