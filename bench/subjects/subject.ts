/**
 * What is measured: a server of any make, as the load generator sees it.
 * @module
 */

/** Something that a client says to enter. */
export interface Saying {
  /** Is in what the server has said since the saying before; it waits for that. */
  awaits?: string;
  /** `{n}` is the connection's number. What holds `{room}` is said for each of the connection's rooms. */
  says: string;
}

/**
 * How to talk to a server over WebSocket or TCP. Plain data, since it goes to the generator's thread.
 *
 * The generator parses no texts: it looks for marks in the bytes. A delivered message is found by the mark
 * that its text holds, so only what comes before a message and what acknowledges it is told here.
 */
export interface Dialect {
  /** Default: `websocket`. */
  transport?: "websocket" | "tcp";
  /** Binary frames; then all texts are bytes, a character (Latin-1) each. */
  binary?: boolean;
  host: string;
  port: number;
  /** Of several nodes, between which the connections are spread. */
  ports?: readonly number[];
  /** Of the WebSocket. */
  path: string;
  subprotocol?: string;
  /** What each connection says first. */
  opening: Saying[];
  /** Is in the answer to the last of it when the connection has entered its rooms. */
  entered: string;
  /** What stands for each room; all of the same length. */
  rooms: string[];
  /** Rooms that each connection is in: {@linkcode roomsOf}. */
  roomsOfEach: number;
  /** Frame that sends `{text}` under the id `{id}` to `{room}`. */
  send: string;
  /** It joins texts by `\n` into WebSocket messages, for each receiver as it comes: texts are counted. */
  joins?: boolean;
  /** Bytes of a delivery at the least, for a server that doesn't frame alike for every receiver. */
  deliveryBytes?: number;
  /** What every acknowledgement holds right before the message's id. */
  ack: string;
  /** A sender isn't told what it said itself. */
  noEcho?: boolean;
}

/** The people and rooms of a run. Connection `n` is person `n`. */
export interface World {
  people: number;
  rooms: number;
  /** Rooms that each person is in: {@linkcode roomsOf}. */
  roomsOfEach: number;
}

/** One room with everybody in it. */
export function oneRoom(people: number): World {
  return { people, rooms: 1, roomsOfEach: 1 };
}

/**
 * The rooms of connection `n`. The steps between them grow, so that no two people meet in all of theirs.
 */
export function roomsOf<T>(n: number, rooms: readonly T[], roomsOfEach: number): T[] {
  return Array.from(
    { length: roomsOfEach },
    (_, k) => rooms[(n + k * (k + 1) / 2) % rooms.length],
  );
}

/** The rooms of a world, as a server has them that takes any name: as long as Parley's ids. */
export function roomNames({ rooms }: World): string[] {
  return Array.from({ length: rooms }, (_, number) => `R${String(number).padStart(16, "0")}`);
}

/** A server that runs. */
export interface RunningSubject {
  dialect: Dialect;
  pid: number;
  /** Of a subject that is several: the processes of each of its parts. Default: one, the server. */
  parts?: Record<string, readonly number[]>;
  /** Ends the process and removes what it left. */
  stop(): Promise<void>;
}

export interface Subject {
  name: string;
  /** What it doesn't do that Parley does in the same scenario, e.g. `no commit`. */
  lacks?: string;
  /** Why it can't be measured here, if it can't. */
  missing?(): string | undefined;
  /** Its version, of what is installed. */
  version?(): string;
  /** Starts it as a process of its own, with no limit on how fast an account may send. */
  start(world: World): Promise<RunningSubject>;
}
