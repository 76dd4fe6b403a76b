/**
 * For tests: the HTTP side and the memory of the scripted server: accounts, rooms, logs.
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { ERROR_CODES, type ErrorCode, ParleyError } from "../../errors.ts";
import type { LogEvent, Person, Room } from "../../protocol/mod.ts";
import type { Message } from "./scripted_server.ts";

/** The only room that is there from the start. */
export const LOBBY = "R0000000000000001";

interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  token?: string;
}

export class ScriptedApi {
  readonly rooms = new Map<string, { room: Room; events: LogEvent[]; members: Set<string> }>();
  readonly passwords = new Map<string, string>();
  readonly tokens = new Map<string, Person>();
  readonly calls: string[] = [];
  registration: "open" | "invite" | "closed" = "open";
  /** Answers in place of the server, where it returns something. */
  fault: ((call: Call) => Answer | undefined) | undefined;
  appended: (event: LogEvent) => void = () => {};
  #made = 0;

  constructor() {
    this.addRoom(LOBBY, "lobby");
  }

  addRoom(id: string, name: string): void {
    const room: Room = { id, name, kind: "public", head: 0 };
    this.rooms.set(id, { room, events: [], members: new Set() });
  }

  /** Makes an account, without a password, and a session of it. @returns the token. */
  session(name: string, guest?: boolean): string {
    const token = `token-${++this.#made}-${name}`;
    this.tokens.set(token, { id: `U${name}`, name, ...(guest && { guest }) });
    return token;
  }

  /** Appends a message as the log does: the same author and id give the same event back. */
  append(author: Person, { id, room, text, action }: {
    id: string;
    room: string;
    text: string;
    action?: boolean;
  }): Message {
    const log = this.find(room);
    const same = (event: LogEvent) =>
      event.kind === "message" && event.id === id && event.author.id === author.id;
    const before = log.events.find(same);
    if (before) return before as Message;
    const seq = ++log.room.head;
    const kind = "message" as const;
    const at = 1_700_000_000_000 + seq;
    const event: Message = { type: "event", kind, room: log.room.id, seq, at, author, id, text };
    if (action) event.action = true;
    log.events.push(event);
    this.appended(event);
    return event;
  }

  /** Appends messages of somebody else, `texts` to the lobby. */
  chatter(...texts: string[]): void {
    const author = { id: "Usomebody", name: "somebody" };
    for (const text of texts) {
      this.append(author, { id: `m${++this.#made}`, room: LOBBY, text });
    }
  }

  history(ref: string, range: { after?: number; before?: number; limit?: number }) {
    const { room, events } = this.find(ref);
    const { after, before, limit = 50 } = range;
    const inside = events.filter(({ seq }) => seq > (after ?? 0) && seq < (before ?? Infinity));
    const page = after === undefined ? inside.slice(-limit) : inside.slice(0, limit);
    return { room: room.id, events: page, more: page.length < inside.length };
  }

  find(ref: string) {
    const name = ref.replace(/^#/, "");
    for (const log of this.rooms.values()) {
      if (log.room.id === name || log.room.name === name) return log;
    }
    throw new ParleyError("not-found", `There is no room ${ref}.`);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url!, "http://test");
    const text = new TextDecoder().decode(Uint8Array.from(chunks.flatMap((chunk) => [...chunk])));
    const call: Call = {
      method: request.method!,
      path: url.pathname,
      query: url.searchParams,
      body: text === "" ? {} : JSON.parse(text),
      token: request.headers.authorization?.replace(/^Bearer /, ""),
    };
    this.calls.push(`${call.method} ${call.path}`);
    const { status, body, headers } = this.fault?.(call) ?? this.#answer(call);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  #answer(call: Call): Answer {
    try {
      return this.#route(call);
    } catch (error) {
      if (error instanceof ParleyError) return problem(error.code, error.message);
      throw error;
    }
  }

  #route({ method, path, query, body, token }: Call): Answer {
    const ok = (body: unknown, status = 200) => ({ status, body });
    const name = String(body.name ?? "guest-1");
    switch (`${method} ${path}`) {
      case "GET /v1/server":
        return ok({
          name: "parley",
          version: "test",
          registration: this.registration,
          guests: true,
        });
      case "POST /v1/accounts":
        if (this.registration === "invite" && body.invitation !== "open-sesame") {
          throw new ParleyError("invitation-required", "An invitation is needed.");
        }
        if (this.passwords.has(name)) throw new ParleyError("name-taken", "The name is taken.");
        this.passwords.set(name, String(body.password));
        return this.#signedIn(name);
      case "POST /v1/sessions":
        if (this.passwords.get(name) !== body.password) {
          throw new ParleyError("wrong-password", "The name or the password is wrong.");
        }
        return this.#signedIn(name);
      case "POST /v1/guests":
        return this.#signedIn(name, true);
    }
    const you = this.tokens.get(token ?? "");
    if (!you) throw new ParleyError("not-signed-in", "The session has ended. Log in again.");
    switch (`${method} ${path}`) {
      case "GET /v1/me":
        return ok({ account: { ...you, createdAt: 0 } });
      case "DELETE /v1/sessions/current":
        this.tokens.delete(token!);
        return { status: 204 };
      case "GET /v1/online":
        return ok({ people: [you], total: 1 });
      case "GET /v1/rooms":
        return ok({
          rooms: [...this.rooms.values()].map(({ room, members }) => ({
            ...room,
            members: members.size,
            joined: members.has(you.id),
          })),
        });
    }
    return this.#roomRoute(`${method} ${path.split("/")[4]}`, path.split("/")[3], you, query, body);
  }

  #roomRoute(
    route: string,
    ref: string,
    you: Person,
    query: URLSearchParams,
    body: Record<string, unknown>,
  ): Answer {
    const { room, members } = this.find(decodeURIComponent(ref));
    const number = (name: string) => query.has(name) ? Number(query.get(name)) : undefined;
    if (route === "POST join") {
      members.add(you.id);
      return { status: 200, body: { room, created: false } };
    }
    if (!members.has(you.id)) throw new ParleyError("forbidden", "You are not in this room.");
    switch (route) {
      case "GET events": {
        const range = { after: number("after"), before: number("before"), limit: number("limit") };
        return { status: 200, body: this.history(room.id, range) };
      }
      case "GET online":
        return { status: 200, body: { people: [you], total: 1 } };
      case "POST messages": {
        const { id, text, action } = body as { id: string; text: string; action?: boolean };
        const { seq, at } = this.append(you, { id, room: room.id, text, action });
        return { status: 201, body: { room: room.id, seq, at } };
      }
    }
    throw new ParleyError("not-found", "There is nothing here.");
  }

  #signedIn(name: string, guest?: boolean): Answer {
    const token = this.session(name, guest);
    return {
      status: 201,
      body: { token, expiresAt: Date.now() + 1e9, account: this.tokens.get(token) },
    };
  }
}

/** A refusal as problem details (RFC 9457). */
export function problem(code: ErrorCode, detail: string, retryAfter?: number): Answer {
  const { status } = ERROR_CODES[code];
  const headers = { "content-type": "application/problem+json" };
  return {
    status,
    headers,
    body: { type: "about:blank", title: code, status, detail, code, retryAfter },
  };
}
