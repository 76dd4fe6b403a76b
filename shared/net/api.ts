/**
 * The server's HTTP API, typed: what needs no WebSocket.
 * @module
 */
import * as v from "valibot";
import { ParleyError } from "../errors.ts";
import { limits } from "../limits.ts";
import { Person, type RequestResult, REQUESTS, RoomId, Seq, Time } from "../protocol/mod.ts";
import type { RequestFields } from "../connection.ts";
import { type HistoryPage, parseAnswer, parseHistoryPage } from "./answers.ts";
import { notParley, parseProblem } from "./problem.ts";
import { callOf, type RoutedType } from "./routes.ts";
import { platformTransport, type Transport } from "./transport.ts";

/** A new session: `token` until `expiresAt` (milliseconds since 1970), as `account`. */
const SignedIn = v.object({ token: v.string(), expiresAt: Time, account: Person });
export type SignedIn = v.InferOutput<typeof SignedIn>;

const ServerInfo = v.object({
  name: v.literal("parley"),
  version: v.string(),
  registration: v.picklist(["open", "invite", "closed"]),
  guests: v.boolean(),
});
export type ServerInfo = v.InferOutput<typeof ServerInfo>;

const Posted = v.object({ room: RoomId, seq: Seq, at: Time });
const Nothing = v.undefined();

type ListType = "people" | "rooms" | "search" | "sessions" | "tokens";

/** Which part of a room's log: see the request `history` of the protocol. */
export interface HistoryRange {
  after?: number;
  before?: number;
  limit?: number;
}

/** Every method throws a {@linkcode ParleyError}: the server's, or `unreachable`. */
export class Api {
  /**
   * @param server base URL as `parseServerUrl` gives it.
   * @param token of the session; without one only what needs none works.
   */
  constructor(
    readonly server: string,
    readonly token?: string,
    readonly transport: Transport = platformTransport,
  ) {}

  info(): Promise<ServerInfo> {
    return this.#call(ServerInfo, "GET", "/v1/server");
  }

  register(fields: { name: string; password: string; invitation?: string }): Promise<SignedIn> {
    return this.#call(SignedIn, "POST", "/v1/accounts", fields);
  }

  logIn(fields: { name: string; password: string }): Promise<SignedIn> {
    return this.#call(SignedIn, "POST", "/v1/sessions", fields);
  }

  /** Without a name the server makes one. */
  beGuest(fields: { name?: string; lobby?: boolean }): Promise<SignedIn> {
    return this.#call(SignedIn, "POST", "/v1/guests", fields);
  }

  /** Ends the session: its token is worth nothing afterwards. */
  async logOut(): Promise<void> {
    await this.#call(Nothing, "DELETE", "/v1/sessions/current");
  }

  /** Makes a request of the protocol that has a route in {@linkcode ROUTES}. */
  request<T extends RoutedType>(type: T, input: RequestFields<T>): Promise<RequestResult<T>> {
    const { method, path, body } = callOf(type, input);
    const schema = REQUESTS[type].result as unknown as v.GenericSchema<unknown, RequestResult<T>>;
    return this.#call(schema, method, path, body);
  }

  /** The entries of a list, page by page, at most so many. */
  async *pages<T extends ListType>(
    type: T,
    input: RequestFields<T>,
    most = Infinity,
  ): AsyncGenerator<RequestResult<T>> {
    let after: string | undefined;
    for (let left = most; left > 0; left -= limits.pageEntries) {
      const limit = Math.min(left, limits.pageEntries);
      const page = await this.request(type, { ...input, after, limit });
      yield page;
      after = page.next;
      if (after === undefined) return;
    }
  }

  async history(room: string, range: HistoryRange): Promise<HistoryPage> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(range)) {
      if (value !== undefined) query.set(name, String(value));
    }
    return parseHistoryPage(
      await this.#call(v.unknown(), "GET", `${roomPath(room)}/events?${query}`),
    );
  }

  /** Appends a message. Posted again with the same `id` it changes nothing. */
  post(
    room: string,
    message: { id: string; text: string; action?: boolean; replyTo?: number; to?: string[] },
  ): Promise<v.InferOutput<typeof Posted>> {
    return this.#call(Posted, "POST", `${roomPath(room)}/messages`, message);
  }

  /** Everything that the server has of the account, as JSON lines: pieces of text, as they come. */
  async *export(): AsyncGenerator<string> {
    const headers = this.#headers("application/jsonl");
    const init = { headers, redirect: "manual" as const };
    const response = await this.#reach(() =>
      this.transport.fetch(`${this.server}/v1/me/export`, init)
    );
    if (!response.ok) throw parseProblem(this.server, response, await response.text());
    const pieces = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await this.#reach(() => pieces.read());
      if (done) return;
      yield value;
    }
  }

  async #call<T>(
    schema: v.GenericSchema<unknown, T>,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<T> {
    const headers = this.#headers("application/json");
    if (body !== undefined) headers["content-type"] = "application/json";
    const { response, text } = await this.#reach(async () => {
      const response = await this.transport.fetch(this.server + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        // A redirect would turn a POST into a GET; better to say where the server is.
        redirect: "manual",
        signal: AbortSignal.timeout(limits.answerTime),
      });
      return { response, text: await response.text() };
    });
    if (!response.ok) throw parseProblem(this.server, response, text);
    if (text === "") return parseAnswer(schema, "answer", undefined);
    try {
      return parseAnswer(schema, "answer", JSON.parse(text));
    } catch (error) {
      if (error instanceof SyntaxError) throw notParley(this.server, response.status);
      throw error;
    }
  }

  #headers(accept: string): Record<string, string> {
    const { token } = this;
    return { accept, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  }

  /** @throws {ParleyError} `unreachable` where the network fails; what the transport refuses. */
  async #reach<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ParleyError) throw error;
      const late = error instanceof DOMException && error.name === "TimeoutError";
      const message = late
        ? `The server at ${this.server} did not answer in time. Try again.`
        : `No server answers at ${this.server}. Start one with parley-server, or name another ` +
          `with --server URL.`;
      throw new ParleyError("unreachable", message, undefined, { cause: error });
    }
  }
}

function roomPath(room: string): string {
  return `/v1/rooms/${encodeURIComponent(room.replace(/^#/, ""))}`;
}
