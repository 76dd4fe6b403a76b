/**
 * Everything that can happen to the client, as plain data: the input of `update`.
 * @module
 */
import type { Tone } from "./entry.ts";
import type { Kept } from "./keeping.ts";
import type { Offer } from "../editor/state.ts";
import type { InputEvent } from "../editor/keys.ts";
import type { NetworkEvent } from "../../shared/connection.ts";
import type { RequestResult, RequestType } from "../../shared/protocol/mod.ts";

/** The answer to a request that `update` asked for. `purpose` is what it gave along. */
export type AnswerEvent = {
  [T in RequestType]:
    | { type: "answer"; request: T; purpose: string; result: RequestResult<T> }
    | { type: "failed"; request: T; purpose: string; code: string; reason: string };
}[RequestType];

/** What can be clicked on: a room by its id, a person by their name, the way back to what is said now. */
export type Clickable = { room: string } | { person: string } | { now: true };

export type AppEvent =
  | InputEvent
  | NetworkEvent
  | AnswerEvent
  /** A click on a part of the fullscreen view. */
  | { type: "click"; on: Clickable }
  | { type: "resize"; columns: number; rows: number }
  /** A line of input where there is no terminal to edit it on, newline left out. */
  | { type: "line"; text: string }
  /** There will be no more input. */
  | { type: "end" }
  /** The system asks the client to leave, with this exit code. */
  | { type: "signal"; code: number }
  /** The process can't be suspended. */
  | { type: "unsuspendable"; reason: string }
  | { type: "emoji"; emoji: readonly Offer[] }
  /** What was kept when the client ran last. */
  | { type: "kept"; kept: Kept }
  /** The draft of a room comes back from the person's own editor. */
  | { type: "edited"; room: string | undefined; text: string }
  /** Something that the edges were asked for went wrong, or is done. */
  | { type: "told"; tone: Tone; text: string }
  /** Milliseconds since 1970; comes about once a second, for times that count down. */
  | { type: "tick"; now: number };
