/**
 * One connection of the generator: a bare TCP socket that counts bytes.
 * @module
 */
import { Buffer } from "node:buffer";
import { connect, type Socket, type TcpSocketConnectOpts } from "node:net";
import type { Dialect } from "../subjects/subject.ts";
import { encodeOpening, encodeUpgrade, PONG } from "./frames.ts";

/** Connections from one source address: below what a server lets one address have. */
const CONNECTIONS_PER_ADDRESS = 250;

/** What all sockets of a thread read into, one after the other: nothing of it outlives a callback. */
const scratch = Buffer.allocUnsafeSlow(256 * 1024);

/** All of 127.0.0.0/8 is this machine: one address for some of the connections each. */
function sourceAddress(index: number): string {
  return `127.0.1.${1 + Math.floor(index / CONNECTIONS_PER_ADDRESS)}`;
}

export class BareConnection {
  /** Bytes that came in since it entered, or since it was last set to 0. */
  bytes = 0;
  /** Takes what comes in; it must copy what it wants to keep. */
  onBytes: ((bytes: Uint8Array) => void) | undefined;
  /** True once the server has cut it. */
  lost = false;
  readonly #socket: Socket;
  readonly #isWebSocket: boolean;
  #closing = false;

  private constructor(dialect: Dialect, index: number, entered: () => void, failed: Fail) {
    const { host, port, transport } = dialect;
    this.#isWebSocket = transport !== "tcp";
    let answer = "";
    let opened = false;
    const open = () => {
      opened = true;
      this.#socket.write(encodeOpening(dialect, index));
    };
    this.onBytes = (bytes) => {
      answer += Buffer.from(bytes).toString("latin1");
      if (!opened && answer.includes(dialect.greeting!)) open();
      if (!answer.includes(dialect.entered)) return;
      this.onBytes = undefined;
      entered();
    };
    this.#socket = connect({
      host,
      port,
      noDelay: true,
      localAddress: sourceAddress(index),
      onread: {
        buffer: scratch,
        callback: (length: number) => {
          this.bytes += length;
          if (this.onBytes) this.onBytes(scratch.subarray(0, length));
          return true;
        },
      },
    } as TcpSocketConnectOpts);
    this.#socket.once("connect", () => {
      if (this.#isWebSocket) this.#socket.write(encodeUpgrade(dialect));
      if (dialect.greeting === undefined) open();
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
   * @param index of all the connections of the generator: from it follows the source address.
   */
  static open(dialect: Dialect, index: number): Promise<BareConnection> {
    return new Promise((resolve, reject) => {
      const connection: BareConnection = new BareConnection(
        dialect,
        index,
        () => resolve(connection),
        reject,
      );
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
}

type Fail = (error: Error) => void;
