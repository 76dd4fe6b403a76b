/**
 * What a chat client needs of its connection to the server: the interface between `shared/net`, which
 * implements it, and the clients' state, which never imports a network.
 * @module
 */
import type {
  Ack,
  LogEvent,
  Presence,
  Read,
  RequestInput,
  RequestResult,
  RequestType,
  Room,
  ServerFrame,
  UnknownEvent,
  Welcome,
} from "./protocol/mod.ts";

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

/** A request as the app writes it: the connection adds `type` and `id`. */
export type RequestFields<T extends RequestType> = Omit<RequestInput<T>, "type" | "id">;

/** A connection that reconnects and resumes by itself. */
export interface ChatConnection {
  /** Connects. Everything from here on is told to the listeners. */
  start(): void;
  /** Puts a message into the outbox, in order; it is sent now or once there is a connection again. */
  send(message: OutgoingMessage): void;
  /** Tells those in the room that something is being written; gets lost while there is no connection. */
  typing(room: string): void;
  /** @throws {ParleyError} the server's refusal, or `unreachable` while there is no connection. */
  request<T extends RequestType>(type: T, input: RequestFields<T>): Promise<RequestResult<T>>;
  /** Somebody waits: tries now what was to be tried later. */
  retry(): void;
  /** The device slept, or has another network: what connection there is may be dead. */
  networkIsBack(): void;
  /** Says goodbye and stops for good. */
  close(): Promise<void>;
  on(listener: (event: NetworkEvent) => void): void;
  /** What is sent and not yet answered, oldest first. */
  readonly outbox: readonly OutgoingMessage[];
}
