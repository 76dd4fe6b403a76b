/**
 * For tests: writes down what a connection tells, and waits for it.
 * @module
 */
import type { NetworkEvent, OutgoingMessage } from "../../connection.ts";
import { Connection, type ConnectionOptions } from "../connection.ts";
import { LOBBY } from "./scripted_api.ts";
import { ScriptedServer } from "./scripted_server.ts";

export class Recorder {
  readonly events: NetworkEvent[] = [];
  readonly connection: Connection;
  #waiting: (() => void)[] = [];

  constructor(server: ScriptedServer, options: Partial<ConnectionOptions> = {}) {
    this.connection = new Connection({
      server: server.url,
      token: options.token ?? server.api.session("alice"),
      client: "test",
      gaps: "fill",
      // Comes back at once.
      random: () => 0,
      ...options,
    });
    this.connection.on((event) => {
      this.events.push(event);
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** Starts, and waits until it is online. */
  async online(): Promise<this> {
    this.connection.start();
    await this.until(() => this.has("welcome"));
    return this;
  }

  has(type: NetworkEvent["type"]): boolean {
    return this.events.some((event) => event.type === type);
  }

  of<T extends NetworkEvent["type"]>(type: T): Extract<NetworkEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<NetworkEvent, { type: T }> =>
      event.type === type
    );
  }

  /** `seq` of the delivered events, in their order. */
  get seqs(): number[] {
    return this.of("event").map(({ event }) => event.seq);
  }

  /** Waits until `condition` holds; it is asked again after each event. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

/** A server and a client; both are gone when `body` is done. */
export async function scene(
  body: (server: ScriptedServer, client: Recorder) => Promise<void>,
  options: Partial<ConnectionOptions> = {},
): Promise<void> {
  const server = await ScriptedServer.start();
  const client = new Recorder(server, options);
  try {
    await body(server, client);
  } finally {
    await client.connection.close();
    await server.close();
  }
}

/** A message to the lobby. */
export function message(text: string): OutgoingMessage {
  return { id: crypto.randomUUID(), room: LOBBY, text, action: false };
}

/** The texts in the lobby's log. */
export function texts(server: ScriptedServer): string[] {
  return server.api.find(LOBBY).events.map((event) => event.kind === "message" ? event.text : "");
}
