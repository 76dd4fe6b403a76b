/**
 * What nodes and the hub of the strangers say to each other over the broker.
 * @module
 */
import type { Broker } from "../bus/broker.ts";
import type { StrangerNews, StrangerQuestion } from "./messages.ts";
import type { Numbered } from "./numbered.ts";

/** Of a gateway of the node. */
export type NodeSays =
  & { gateway: number }
  & (
    | { question: StrangerQuestion }
    | { gone: number }
    | { ended: true }
  );

/** For a gateway of the node. */
export interface HubSays {
  gateway: number;
  news: StrangerNews;
}

interface Way {
  node: string;
  /** Counts the ways of the node. */
  way: number;
  /** Which hub; undefined: whichever there is. */
  hub?: string;
}

/** The way is over, whatever comes yet. */
type Over = { over: true };

export type FromNode = Way & (Numbered<NodeSays> | Over);
export type FromHub = Required<Way> & (Numbered<HubSays> | Over);

/** Subject of what is for the hub, whichever node it is at. */
export const TO_HUB = "strangers.hub";
/** Subject of a new hub's name. */
export const BEGUN = "strangers.begun";
/** Subject of what is for a node. */
export function toNode(node: string): string {
  return `strangers.node.${node}`;
}

type Take = (message: unknown) => void;

/** The broker as it tells a node also what that node said itself: the hub may be there. */
export class Crossing {
  readonly #broker: Pick<Broker, "publish" | "subscribe" | "connected">;
  readonly #takes = new Map<string, Set<Take>>();

  constructor(broker: Pick<Broker, "publish" | "subscribe" | "connected">) {
    this.#broker = broker;
  }

  get connected(): boolean {
    return this.#broker.connected;
  }

  publish(subject: string, message: unknown): void {
    this.#broker.publish(subject, JSON.stringify(message));
    setImmediate(() => this.#takes.get(subject)?.forEach((take) => take(message)));
  }

  /** @returns ends the subscription. */
  subscribe(subject: string, take: Take): () => void {
    const takes = this.#takes.get(subject) ?? new Set();
    this.#takes.set(subject, takes.add(take));
    const unsubscribe = this.#broker.subscribe(
      subject,
      (payload) => take(JSON.parse(new TextDecoder().decode(payload))),
    );
    return () => {
      unsubscribe();
      takes.delete(take);
    };
  }
}
