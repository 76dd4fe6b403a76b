/**
 * What is measured: a server of any make, as the load generator sees it.
 * @module
 */

/**
 * How to talk to a server over WebSocket. Plain data, since it goes to the generator's thread.
 *
 * The generator never parses: it looks for marks in the bytes. A delivered message is found by the mark
 * that its text holds, so only what comes before a message and what acknowledges it is told here.
 */
export interface Dialect {
  host: string;
  port: number;
  path: string;
  subprotocol?: string;
  /** Frames that each connection sends first. */
  opening: string[];
  /** Is in the answer to them when the connection has entered the room. */
  entered: string;
  /** Frame that sends `{text}` under the id `{id}`. */
  send: string;
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
  /** Starts it as a process of its own, with no limit on how fast an account may send. */
  start(): Promise<RunningSubject>;
}
