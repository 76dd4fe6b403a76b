/**
 * A node's connection to NATS. At most once is enough: whatever is lost on the way is found in the database.
 * @module
 */
import type { ConnectionOptions, NatsConnection } from "@nats-io/transport-node";
import { getLogger } from "@logtape/logtape";
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { connect } from "./nats_transport.ts";

const logger = getLogger(["parley", "broker"]);

/** Gets what another node published. */
export type Take = (payload: Uint8Array) => void;

export class Broker {
  readonly #connection: NatsConnection;
  readonly #prefix: string;
  readonly #onReconnect: (() => void)[] = [];
  #connected = true;

  private constructor(connection: NatsConnection, prefix: string) {
    this.#connection = connection;
    this.#prefix = prefix;
    this.#watch();
  }

  /**
   * @param urls of one server, or several with commas in between.
   * @param cluster keeps the subjects of several clusters on one broker apart.
   * @throws {ParleyError} `unavailable` if there is no broker to be had.
   */
  static async connect(urls: string, cluster: string): Promise<Broker> {
    try {
      return new Broker(await connect(optionsOf(urls)), `parley.${cluster}`);
    } catch (error) {
      throw new ParleyError(
        "unavailable",
        `Can't use the broker ${shownBroker(urls)} (${
          (error as Error).message
        }). Start nats-server, or ` +
          "name another with --broker nats://HOST:4222.",
      );
    }
  }

  /** False while nothing goes out or comes in. It connects again by itself. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Calls `listener` whenever what came from others may have been lost. */
  onReconnect(listener: () => void): void {
    this.#onReconnect.push(listener);
  }

  /** Tells the other nodes that subscribe. @returns false if it is too large to be told. */
  publish(subject: string, payload: Uint8Array | string): boolean {
    // What waited until it is connected again would be old news.
    if (!this.#connected) return true;
    const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
    if (bytes.length > (this.#connection.info?.max_payload ?? Infinity)) return false;
    this.#connection.publish(`${this.#prefix}.${subject}`, bytes);
    return true;
  }

  /** @returns ends the subscription. */
  subscribe(subject: string, take: Take): () => void {
    const subscription = this.#connection.subscribe(`${this.#prefix}.${subject}`, {
      callback: (error, message) => {
        if (error) return logger.error("Subject {subject}: {error}", { subject, error });
        try {
          take(message.data);
        } catch (reason) {
          logger.error("What came on {subject} makes no sense: {reason}", { subject, reason });
        }
      },
    });
    return () => subscription.unsubscribe();
  }

  /** Resolves when the broker knows of all subscriptions so far; at once if there is none. */
  async flush(): Promise<void> {
    if (this.#connected) await this.#connection.flush().catch(() => {});
  }

  /** Sends what waits, and closes. */
  async close(): Promise<void> {
    if (this.#connected) {
      const timeout = new Promise((resolve) => setTimeout(resolve, limits.closeTime));
      await Promise.race([this.flush(), timeout]);
    }
    await this.#connection.close();
  }

  async #watch(): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type === "disconnect") {
        if (this.#connected) logger.warning("The broker can't be reached; the database stands in");
        this.#connected = false;
      } else if (status.type === "reconnect") {
        logger.warning("The broker is there again");
        this.#connected = true;
        for (const listener of this.#onReconnect) listener();
      } else if (status.type === "error") {
        logger.error("The broker says: {error}", { error: status.error });
      }
    }
  }
}

/** Files of TLS that a URL may name in its query. */
const BROKER_FILES = ["ca", "cert", "key"] as const;

/** All servers are of one kind: what the first URL says besides the host is true of each. */
function optionsOf(urls: string): ConnectionOptions {
  const parsed = urls.split(",").map((url) => new URL(url));
  const [{ username, password, protocol, searchParams }] = parsed;
  const tls = Object.fromEntries(
    BROKER_FILES.map((name) => [`${name}File`, searchParams.get(name) ?? undefined]),
  );
  return {
    servers: parsed.map(({ host }) => host),
    ...(protocol === "tls:" ? { tls } : {}),
    // A name alone is a token.
    ...(password !== ""
      ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
      : username !== ""
      ? { token: decodeURIComponent(username) }
      : {}),
    name: "parley",
    noEcho: true,
    timeout: limits.brokerConnect,
    maxReconnectAttempts: -1,
    reconnectTimeWait: limits.brokerRetry,
    ignoreAuthErrorAbort: true,
    pingInterval: limits.brokerPing,
    maxPingOut: 2,
  };
}

/** @returns the URLs without their passwords and tokens, for messages. */
export function shownBroker(urls: string): string {
  return urls.split(",").map((text) => {
    const { protocol, host } = new URL(text);
    return `${protocol}//${host}`;
  }).join(",");
}
