/**
 * What is measured: a server of any make, as the load generator sees it.
 * @module
 */

/**
 * How to talk to a server over WebSocket or TCP. Plain data, since it goes to the generator's thread.
 *
 * The generator never parses: it looks for marks in the bytes. A delivered message is found by the mark
 * that its text holds, so only what comes before a message and what acknowledges it is told here.
 */
export interface Dialect {
  /** Default: `websocket`. */
  transport?: "websocket" | "tcp";
  /** Binary frames; then all texts are bytes, a character (Latin-1) each. */
  binary?: boolean;
  host: string;
  port: number;
  /** Of the WebSocket. */
  path: string;
  subprotocol?: string;
  /** Is in what the server says first, if a client has to wait for that. */
  greeting?: string;
  /** What each connection says first; `{n}` is a number that no other has. */
  opening: string[];
  /** Is in the answer to them when the connection has entered the room. */
  entered: string;
  /** Frame that sends `{text}` under the id `{id}`. */
  send: string;
  /** Bytes of a delivery at the least, for a server that doesn't frame alike for every receiver. */
  deliveryBytes?: number;
  /** What every acknowledgement holds right before the message's id. */
  ack: string;
}

/** A server that runs. */
export interface RunningSubject {
  dialect: Dialect;
  pid: number;
  /** Ends the process and removes what it left. */
  stop(): Promise<void>;
}

export interface Subject {
  name: string;
  /** What it doesn't do that Parley does in the same scenario, e.g. `no commit`. */
  lacks?: string;
  /** Why it can't be measured here, if it can't. */
  missing?(): string | undefined;
  /** Starts it as a process of its own, with no limit on how fast an account may send. */
  start(): Promise<RunningSubject>;
}
