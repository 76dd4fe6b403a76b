/**
 * A server one version on, as its clients see it: a proxy before the real one that adds to all that the
 * server says fields, frames and a kind of event that no client of today knows.
 * @module
 */
import type { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
// @ts-types="@types/ws"
import { WebSocket, WebSocketServer } from "ws";
import { SUBPROTOCOL } from "../../shared/protocol/base.ts";

/** A message with this text comes as an event of a kind that is new. */
export const NOVEL = "how many of us come?";

// deno-lint-ignore no-explicit-any -- any JSON
function ofNextVersion(value: any): any {
  if (Array.isArray(value)) return value.map(ofNextVersion);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, ofNextVersion(field)]);
  const next = { ...Object.fromEntries(fields), novelty: { since: "9.9" } };
  if (next.kind !== "message" || next.text !== NOVEL) return next;
  const { text: question, ...event } = next;
  return { ...event, kind: "poll", question };
}

function translated(message: string): string {
  const frames = message.split("\n").map((frame) =>
    JSON.stringify(ofNextVersion(JSON.parse(frame)))
  );
  return ['{"type":"novelty","since":"9.9"}', ...frames].join("\n");
}

export class NewerServer {
  readonly #server: Server;
  readonly #target: string;

  private constructor(target: string) {
    this.#target = target;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    const webSockets = new WebSocketServer({ noServer: true, handleProtocols: () => SUBPROTOCOL });
    this.#server.on("upgrade", (request, socket, head) => {
      webSockets.handleUpgrade(request, socket, head, (client) => this.#join(client));
    });
  }

  /** @param target the URL of the real server. */
  static async start(target: string): Promise<NewerServer> {
    const newer = new NewerServer(target);
    await new Promise<void>((resolve) => newer.#server.listen(0, "127.0.0.1", resolve));
    return newer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url, headers } = request;
    const answer = await fetch(this.#target + url, {
      method,
      headers: {
        authorization: headers.authorization ?? "",
        "content-type": headers["content-type"] ?? "",
      },
      body: method === "GET" ? undefined : await text(request),
    });
    response.statusCode = answer.status;
    response.setHeader("content-type", answer.headers.get("content-type") ?? "text/plain");
    const body = await answer.text();
    response.end(body && JSON.stringify(ofNextVersion(JSON.parse(body))));
  }

  #join(client: WebSocket): void {
    const server = new WebSocket(`${this.#target.replace("http", "ws")}/v1/ws`, SUBPROTOCOL);
    const opened = new Promise((resolve) => server.once("open", resolve));
    client.on("message", async (message: Buffer) => {
      await opened;
      server.send(message.toString());
    });
    server.on("message", (message: Buffer) => client.send(translated(message.toString())));
    server.on("close", () => client.close());
    client.on("close", () => server.close());
    for (const end of [client, server]) end.on("error", () => end.terminate());
  }
}
