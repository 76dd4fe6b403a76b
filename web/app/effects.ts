/**
 * What `update` wants done, as plain data.
 * @module
 */
import type { OutgoingMessage, RequestFields } from "../../shared/connection.ts";
import type { PageUse } from "./events.ts";
import type { AppState, Draft } from "./state.ts";

/** What is kept in the browser until next time. */
export interface Keeping {
  drafts: Readonly<Record<string, Draft>>;
  room: string;
  desktop: boolean;
  sound: boolean;
  keys: boolean;
}

export type Effect =
  | { type: "send"; message: OutgoingMessage }
  | { type: "typing"; room: string }
  | { type: "history"; room: string; use: PageUse; input: Omit<RequestFields<"history">, "room"> }
  | { type: "edit"; room: string; seq: number; text: string }
  | { type: "online"; room: string }
  | { type: "mark-read"; room: string; seq: number }
  | { type: "tell-idle"; idle: boolean }
  | { type: "notify"; room: string; title: string; text: string }
  | { type: "beep" }
  | { [K in keyof Keeping]: { type: "keep"; key: K; value: Keeping[K] } }[keyof Keeping];

export interface Update {
  readonly state: AppState;
  readonly effects: readonly Effect[];
}

export function nothing(state: AppState): Update {
  return { state, effects: [] };
}

export function also(state: AppState, ...effects: Effect[]): Update {
  return { state, effects };
}

/** Goes on from an update: effects add up in order. */
export function andThen(first: Update, next: (state: AppState) => Update): Update {
  const second = next(first.state);
  return { state: second.state, effects: [...first.effects, ...second.effects] };
}
