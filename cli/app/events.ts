/**
 * Everything that can happen to the client, as plain data: the input of `update`.
 * @module
 */
import type { InputEvent } from "../editor/keys.ts";
import type { NetworkEvent } from "../../shared/connection.ts";
import type { RequestResult, RequestType } from "../../shared/protocol/mod.ts";

/** The answer to a request that `update` asked for. `purpose` is what it gave along. */
export type AnswerEvent = {
  [T in RequestType]:
    | { type: "answer"; request: T; purpose: string; result: RequestResult<T> }
    | { type: "failed"; request: T; purpose: string; code: string; reason: string };
}[RequestType];

export type AppEvent =
  | InputEvent
  | NetworkEvent
  | AnswerEvent
  | { type: "resize"; columns: number; rows: number }
  /** A line of input where there is no terminal to edit it on, newline left out. */
  | { type: "line"; text: string }
  /** There will be no more input. */
  | { type: "end" }
  /** The system asks the client to leave, with this exit code. */
  | { type: "signal"; code: number }
  /** The process can't be suspended. */
  | { type: "unsuspendable"; reason: string }
  /** Milliseconds since 1970; comes about once a second, for times that count down. */
  | { type: "tick"; now: number };
