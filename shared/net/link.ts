/**
 * One WebSocket connection, from `hello` to its end. It never comes back; the connection makes a new one.
 * @module
 */
import { ParleyError } from "../errors.ts";
import { limits } from "../limits.ts";
import {
  type Bye,
  type ClientFrameInput,
  CLOSE,
  encodeFrame,
  mayComeBack,
  parseServerFrame,
  type ServerFrame,
  splitFrames,
  SUBPROTOCOL,
  type UnknownEvent,
  type Welcome,
} from "../protocol/mod.ts";
import { sanitizeLine } from "../text.ts";
import type { Clock } from "./clock.ts";
import { Heartbeat } from "./heartbeat.ts";
import { platformTransport, type Transport } from "./transport.ts";

/** How a link ended. */
export interface Ending {
  /** One sentence for a person. */
  reason: string;
  /** False: a person has to act before another try makes sense. */
  comeBack: boolean;
  /** Milliseconds to wait before another try, at least. */
  after: number;
}

export interface LinkOptions {
  /** Base URL of the server, `http:` or `https:`, without a slash at its end. */
  server: string;
  hello: Omit<Extract<ClientFrameInput, { type: "hello" }>, "type">;
  clock: Clock;
  /** The platform's otherwise. */
  transport?: Transport;
  /** Takes lines for whoever looks for a defect. */
  log(line: string): void;
}

export interface LinkHandlers {
  /** The first call; then `frame` for each frame that follows. */
  welcome(welcome: Welcome): void;
  frame(frame: Exclude<ServerFrame, Bye> | UnknownEvent): void;
  /** The last call, exactly one. */
  ended(ending: Ending): void;
}

export class Link {
  readonly #socket: WebSocket;
  readonly #cancelConnect: () => void;
  readonly #closed = Promise.withResolvers<void>();
  #heartbeat: Heartbeat | undefined;
  #refusal: string | undefined;
  #ended = false;

  constructor(readonly options: LinkOptions, readonly handlers: LinkHandlers) {
    const { server, hello, clock, transport = platformTransport } = options;
    this.#socket = transport.open(server.replace(/^http/, "ws") + "/v1/ws", SUBPROTOCOL);
    this.#socket.onopen = () => this.#socket.send(encodeFrame({ type: "hello", ...hello }));
    this.#socket.onmessage = (event) => this.#message(event.data);
    // What went wrong shows as a close, too, with no more in it than here.
    this.#socket.onerror = (event) => {
      const { error, message } = event as ErrorEvent;
      if (error instanceof ParleyError) this.#refusal = error.message;
      options.log(`socket: ${message}`);
    };
    this.#socket.onclose = (event) => {
      this.#closed.resolve();
      this.#lost(event.code, event.reason);
    };
    this.#cancelConnect = clock.after(limits.connectTime, () => {
      this.#end({ reason: `${server} did not answer in time.`, comeBack: true, after: 0 });
    });
  }

  /** Sends a frame, if the link still stands: it is lost otherwise. */
  send(frame: ClientFrameInput): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(encodeFrame(frame));
  }

  /** Gives the link up for `reason`; the other end isn't waited for. Calls `ended`. */
  drop(reason: string): void {
    this.#end({ reason, comeBack: true, after: 0 });
  }

  /** Closes; what was sent before still goes out. Resolves when it is closed, or after a while. */
  async close(): Promise<void> {
    this.drop("Closed.");
    const cancel = this.options.clock.after(limits.closeTime, () => this.#closed.resolve());
    await this.#closed.promise;
    cancel();
  }

  #message(data: unknown): void {
    if (this.#ended) return;
    this.#heartbeat?.alive();
    for (const frame of this.#frames(data)) {
      this.#frame(frame);
      if (this.#ended) return;
    }
  }

  /** The frames of one WebSocket message, up to the first that can't be read: that ends the link. */
  *#frames(data: unknown): Generator<ServerFrame | UnknownEvent> {
    const lines = typeof data === "string" ? splitFrames(data) : ["a binary message"];
    for (const line of lines) {
      let frame: ServerFrame | UnknownEvent | undefined;
      try {
        frame = parseServerFrame(line);
      } catch (error) {
        this.options.log(`unreadable: ${(error as Error).message} ${line.slice(0, 200)}`);
        return this.drop("The server sent what can't be read.");
      }
      if (frame) yield frame;
    }
  }

  /** The server has said `welcome`. */
  get isOpen(): boolean {
    return this.#heartbeat !== undefined;
  }

  /** There is reason to doubt that the connection lives: it has so many milliseconds for a sign of life. */
  check(patience: number): void {
    if (!this.#ended) this.#heartbeat?.check(patience);
  }

  #frame(frame: ServerFrame | UnknownEvent): void {
    if (frame.type === "bye") return this.#bye(frame);
    if (this.#heartbeat) return this.handlers.frame(frame);
    if (frame.type === "refuse") this.#refusal = sanitizeLine(frame.message);
    if (frame.type !== "welcome") return;
    this.#cancelConnect();
    this.#heartbeat = new Heartbeat(
      this.options.clock,
      () => this.send({ type: "ping" }),
      () => this.drop("The server fell silent."),
    );
    this.handlers.welcome(frame);
  }

  #bye(bye: Bye): void {
    this.#end({
      reason: sanitizeLine(bye.reason),
      comeBack: bye.reconnect && mayComeBack(bye.code),
      after: (bye.after ?? 0) * 1000,
    });
  }

  #lost(code: number, reason: string): void {
    const { server } = this.options;
    const said = sanitizeLine(reason) || this.#refusal;
    const otherwise = this.#heartbeat
      ? "The connection was lost."
      : code === CLOSE.notSignedIn
      ? "The session has ended. Log in again."
      : `No server answers at ${server}.`;
    this.#end({ reason: said || otherwise, comeBack: mayComeBack(code), after: 0 });
  }

  #end(ending: Ending): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelConnect();
    this.#heartbeat?.stop();
    this.#socket.close();
    this.handlers.ended(ending);
  }
}
