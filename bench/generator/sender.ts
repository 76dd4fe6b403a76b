/**
 * A connection that sends: numbers its messages and tells which are acknowledged.
 * @module
 */
import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { Dialect } from "../subjects/subject.ts";
import type { BareConnection } from "./connection.ts";
import { encodeSaying } from "./frames.ts";
import { markedText, MarkScanner } from "./mark.ts";

/**
 * Characters of a message's id. Ids are made as Parley's clients make them, a beginning that nobody else
 * has and a number: so they lie beside each other in a server's index.
 */
const ID_LENGTH = 36;
const DIGITS = 8;

export class Sender {
  /** Called for each read that held acknowledgements, with the numbers of the messages. */
  onAcks: (numbers: number[]) => void = () => {};
  /** Finds the messages that are delivered to it, where that is wanted. */
  texts: MarkScanner | undefined;
  readonly #connection: BareConnection;
  readonly #dialect: Dialect;
  readonly #unanswered = new Map<string, number>();
  readonly #idPrefix = randomUUID().slice(0, ID_LENGTH - DIGITS);
  #lastId = 0;
  #lastRoom = 0;

  constructor(connection: BareConnection, dialect: Dialect) {
    this.#connection = connection;
    this.#dialect = dialect;
    let acked: number[] = [];
    const scanner = new MarkScanner(dialect.ack, ID_LENGTH, (id) => {
      const number = this.#unanswered.get(id);
      if (number !== undefined && this.#unanswered.delete(id)) acked.push(number);
    });
    connection.onBytes = (bytes) => {
      scanner.push(bytes);
      this.texts?.push(bytes);
      if (acked.length === 0) return;
      const numbers = acked;
      acked = [];
      this.onAcks(numbers);
    };
  }

  /** Messages of it that were not acknowledged yet. */
  get unanswered(): number {
    return this.#unanswered.size;
  }

  /** Bytes that it got. */
  get bytes(): number {
    return this.#connection.bytes;
  }

  /** Sends each message in a WebSocket message of its own, to its rooms in turn, all in one write. */
  send(numbers: readonly number[]): void {
    this.#connection.write(Buffer.concat(numbers.map((number) => {
      const id = this.#idPrefix + `${++this.#lastId}`.padStart(DIGITS, "0");
      this.#unanswered.set(id, number);
      const { rooms } = this.#connection;
      const room = rooms[this.#lastRoom++ % rooms.length];
      const text = this.#dialect.send.replaceAll("{id}", id).replace("{text}", markedText(number));
      return encodeSaying(this.#dialect, text.replaceAll("{room}", room));
    })));
  }
}
