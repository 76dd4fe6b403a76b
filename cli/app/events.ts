/**
 * Everything that can happen to the client, as plain data: the input of `update`.
 * @module
 */
import type { InputEvent } from "../editor/keys.ts";
import type {
  Ack,
  Presence,
  Read,
  RequestResult,
  RequestType,
  Room,
  ServerFrame,
  UnknownEvent,
  Welcome,
} from "../../shared/protocol/mod.ts";
import type { LogEvent } from "../../shared/protocol/mod.ts";

/** How the connection is: what the status line tells. */
export type ConnectionStatus =
  | { state: "connecting" }
  | { state: "online" }
  /** Not connected; the next try comes in `retryIn` milliseconds. */
  | { state: "offline"; reason: string; retryIn: number }
  /** Not connected, and no try will come: a person has to act. */
  | { state: "closed"; reason: string };

/** A message that the outbox holds until the server has answered. */
export interface OutgoingMessage {
  id: string;
  /** Id of the room. */
  room: string;
  text: string;
  action: boolean;
  /** `seq` of the message that it answers. */
  replyTo?: number;
  /** Names of those who alone get it. */
  to?: readonly string[];
}

type Frame<T extends ServerFrame["type"]> = Extract<ServerFrame, { type: T }>;

/** What the connection tells. Events of a room come in order, each once, whatever the network did. */
export type NetworkEvent =
  | { type: "status"; status: ConnectionStatus }
  | { type: "welcome"; welcome: Welcome }
  | { type: "event"; event: LogEvent | UnknownEvent }
  /** Events of `room` with after < seq ≤ upTo were left out because there are too many. */
  | { type: "skipped"; room: string; after: number; upTo: number }
  | { type: "acked"; ack: Ack }
  /** The message will not be sent; it has left the outbox. */
  | { type: "refused"; message: OutgoingMessage; code: string; reason: string }
  | { type: "presence"; presence: Presence }
  | { type: "joined"; room: Room }
  | { type: "left"; room: string }
  | Read
  | Frame<"typing">
  | Frame<"person">
  | Frame<"stranger">
  | Frame<"stranger-says">;

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
