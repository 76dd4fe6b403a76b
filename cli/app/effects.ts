/**
 * What `update` wants done, as plain data, and the helpers that put it together.
 * @module
 */
import type { OptionName } from "../config/options.ts";
import type { RequestFields } from "../../shared/connection.ts";
import type { Entry, Tone } from "./entry.ts";
import type { OutgoingMessage } from "../../shared/connection.ts";
import type { RequestType } from "../../shared/protocol/mod.ts";
import type { Pending } from "./pending.ts";
import type { AppState } from "./state.ts";

export type RequestEffect = {
  [T in RequestType]: { type: "request"; request: T; purpose: string; input: RequestFields<T> };
}[RequestType];

export type Effect =
  | { type: "send"; message: OutgoingMessage }
  | RequestEffect
  /** Tell those in the room that something is being written. */
  | { type: "typing"; room: string }
  /** Try to connect now, and not only later. */
  | { type: "retry" }
  /** `past`: what was said before, looked up. */
  | { type: "print"; entries: Entry[]; past?: true }
  /** Call for attention. Both texts are one line and sanitised. */
  | { type: "alert"; title: string; text: string }
  /** Fetch the names of emoji. */
  | { type: "load-emoji" }
  /** Let the person's own editor change the draft of a room. */
  | { type: "edit-externally"; room: string | undefined; text: string }
  /** Write an option into the configuration file. */
  | { type: "save-option"; name: OptionName; value: unknown }
  /** Give the terminal back and stop, until the shell says to go on. */
  | { type: "suspend" }
  /** Show the chat in the view that the state names now. */
  | { type: "view" }
  /** Paint everything anew. */
  | { type: "redraw" }
  | { type: "quit"; code: number };

export interface Update {
  state: AppState;
  effects: Effect[];
}

export function nothing(state: AppState): Update {
  return { state, effects: [] };
}

/** Goes on from an update: effects add up in order. */
export function andThen(first: Update, next: (state: AppState) => Update): Update {
  const second = next(first.state);
  return { state: second.state, effects: [...first.effects, ...second.effects] };
}

export function print(state: AppState, ...entries: Entry[]): Update {
  return { state, effects: entries.length === 0 ? [] : [{ type: "print", entries }] };
}

/** Prints what was looked up, between a heading and the way back to now. */
export function printPage(state: AppState, heading: string, entries: readonly Entry[]): Update {
  const [first, last] = [heading, "now"].map((text) => ({ kind: "heading", text }) as const);
  return { state, effects: [{ type: "print", entries: [first, ...entries, last], past: true }] };
}

/** Says something that stays: into the transcript. */
export function say(state: AppState, tone: Tone, text: string): Update {
  return print(state, { kind: "notice", tone, text });
}

/** Says something about what was just typed: beside the input line, where there is one. */
export function tell(state: AppState, tone: Tone, text: string): Update {
  if (state.plain) return say(state, tone, text);
  return nothing({ ...state, notice: { tone, text } });
}

/** Asks the server. The answer comes as an event with the purpose under which `pending` is kept. */
export function request<T extends RequestType>(
  state: AppState,
  type: T,
  input: RequestFields<T>,
  pending: Pending,
): Update {
  const purpose = `${pending.for}-${state.nextId}`;
  return {
    state: {
      ...state,
      nextId: state.nextId + 1,
      pending: { ...state.pending, [purpose]: pending },
    },
    effects: [{ type: "request", request: type, purpose, input } as RequestEffect],
  };
}
