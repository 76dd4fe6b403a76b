/**
 * What the chat client needs of its connection to the server: the interface between `cli/net`, which
 * implements it, and the app, which never imports a network.
 * @module
 */
import type { RequestInput, RequestResult, RequestType } from "../../shared/protocol/mod.ts";
import type { NetworkEvent, OutgoingMessage } from "./events.ts";

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
  /** Says goodbye and stops for good. */
  close(): Promise<void>;
  on(listener: (event: NetworkEvent) => void): void;
  /** What is sent and not yet answered, oldest first. */
  readonly outbox: readonly OutgoingMessage[];
}
