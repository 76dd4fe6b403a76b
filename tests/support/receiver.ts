/**
 * A receiver of webhooks: a real HTTP server that notes what is delivered and answers as it is told.
 * @module
 */
import { eventually } from "./wait.ts";

export interface Delivery {
  headers: Headers;
  /** As it came. */
  text: string;
  // deno-lint-ignore no-explicit-any -- tests say themselves what they expect of a body
  body: any;
  /** What was answered. */
  status: number;
}

export class Receiver {
  readonly deliveries: Delivery[] = [];
  /** The status that is answered. */
  answer = 200;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      async (request) => {
        const text = await request.text();
        const status = this.answer;
        this.deliveries.push({ headers: request.headers, text, body: JSON.parse(text), status });
        return new Response("Thank you.", { status });
      },
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/deliveries`;
  }

  /** The events that it has taken, in the order in which they came. */
  // deno-lint-ignore no-explicit-any -- as above
  get events(): any[] {
    return this.deliveries.filter(({ status }) => status === 200)
      .flatMap(({ body }) => body.events);
  }

  /** Waits until it has taken the event `seq`. */
  reaches(seq: number): Promise<void> {
    return eventually(
      () => (this.events.at(-1)?.seq ?? 0) >= seq,
      `event ${seq} is delivered; so far ${JSON.stringify(this.events)}`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}
