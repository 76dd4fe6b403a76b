/**
 * One connection of the generator: a bare TCP socket that counts bytes.
 * @module
 */
import { Buffer } from "node:buffer";
import { connect, type Socket, type TcpSocketConnectOpts } from "node:net";
import { type Dialect, roomsOf } from "../subjects/subject.ts";
import { ContentCounter } from "./content_counter.ts";
import { encodeSaying, encodeUpgrade, PONG } from "./frames.ts";

/** Connections from one source address: below what a server lets one address have. */
const CONNECTIONS_PER_ADDRESS = 250;

/** What all sockets of a thread read into, one after the other: nothing of it outlives a callback. */
const scratch = Buffer.allocUnsafeSlow(256 * 1024);

/** All of 127.0.0.0/8 is this machine: one address for some of the connections each. */
function sourceAddress(index: number): string {
  return `127.0.1.${1 + Math.floor(index / CONNECTIONS_PER_ADDRESS)}`;
}

export class BareConnection {
  /** Bytes that came in since it entered, or since it was last set to 0: if texts are joined, of these. */
  bytes = 0;
  /** Takes what comes in; it must copy what it wants to keep. */
  onBytes: ((bytes: Uint8Array) => void) | undefined;
  /** True once the server has cut it. */
  lost = false;
  /** The rooms that it is in, by the dialect's words for them. */
  readonly rooms: readonly string[];
  readonly #socket: Socket;
  readonly #isWebSocket: boolean;
  #closing = false;

  private constructor(dialect: Dialect, index: number, entered: () => void, failed: Fail) {
    const { host, transport, ports = [dialect.port] } = dialect;
    this.#isWebSocket = transport !== "tcp";
    this.rooms = roomsOf(index, dialect.rooms, dialect.roomsOfEach);
    const sayings = dialect.opening[Symbol.iterator]();
    let saying = sayings.next();
    let answer = "";
    const open = () => {
      while (!saying.done && answer.includes(saying.value.awaits ?? "")) {
        // What answers this is none of what was awaited.
        if (saying.value.awaits) answer = "";
        this.#say(dialect, saying.value.says.replaceAll("{n}", `${index}`));
        saying = sayings.next();
      }
    };
    const content = dialect.joins ? new ContentCounter() : undefined;
    let enter: ((bytes: Uint8Array) => void) | undefined = (bytes) => {
      answer += Buffer.from(bytes).toString("latin1");
      open();
      if (!saying.done || !answer.includes(dialect.entered)) return;
      enter = undefined;
      entered();
    };
    this.#socket = connect({
      host,
      port: ports[index % ports.length],
      noDelay: true,
      localAddress: sourceAddress(index),
      onread: {
        buffer: scratch,
        callback: (length: number) => {
          const bytes = scratch.subarray(0, length);
          this.bytes += content ? content.count(bytes) : length;
          if (enter) enter(bytes);
          if (this.onBytes) this.onBytes(bytes);
          return true;
        },
      },
    } as TcpSocketConnectOpts);
    this.#socket.once("connect", () => {
      if (this.#isWebSocket) this.#socket.write(encodeUpgrade(dialect));
      open();
    });
    this.#socket.on("error", failed);
    this.#socket.once("close", () => {
      this.lost = !this.#closing;
      failed(new Error(`The server hung up: ${answer.slice(0, 500)}`));
    });
  }

  /**
   * Connects, and resolves when it has entered the room.
   *
   * @param index of all the connections of the generator: from it follow person, rooms, source address.
   * @param onBytes takes all that comes in, from the first byte on.
   */
  static open(
    dialect: Dialect,
    index: number,
    onBytes?: (bytes: Uint8Array) => void,
  ): Promise<BareConnection> {
    return new Promise((resolve, reject) => {
      const connection: BareConnection = new BareConnection(
        dialect,
        index,
        () => resolve(connection),
        reject,
      );
      connection.onBytes = onBytes;
    });
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  keepAlive(): void {
    if (this.#isWebSocket) this.#socket.write(PONG);
  }

  close(): void {
    this.#closing = true;
    this.#socket.destroy();
  }

  #say(dialect: Dialect, text: string): void {
    const texts = text.includes("{room}")
      ? this.rooms.map((room) => text.replaceAll("{room}", room))
      : [text];
    for (const each of texts) this.#socket.write(encodeSaying(dialect, each));
  }
}

type Fail = (error: Error) => void;
