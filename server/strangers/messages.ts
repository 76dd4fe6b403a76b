/**
 * What a gateway and the hub of the strangers say to each other: part of their line to the store's thread,
 * which loses nothing and keeps the order.
 * @module
 */
import type { ErrorCode } from "../../shared/errors.ts";
import type { ServerFrame, StrangerState } from "../../shared/protocol/mod.ts";
import type { StrangerRule } from "../store/log.ts";

/** What somebody at a connection asks of the hub, by name: what it takes and what it answers. */
export interface StrangerAsks {
  "next": { takes: unknown; gives: { state: StrangerState } };
  "leave": { takes: unknown; gives: { state: StrangerState } };
  /** Goes to the stranger. */
  "say": { takes: { text: string }; gives: { at: number } };
  /** Whom it kept off, by account, and what they said last: not for the asker's eyes. */
  "block": { takes: unknown; gives: { state: StrangerState; account: string; said: string } };
}
export type StrangerAskName = keyof StrangerAsks;

export type StrangerAsk = {
  [N in StrangerAskName]: { name: N } & StrangerAsks[N]["takes"];
}[StrangerAskName];

export type StrangerAnswer =
  | { ok: true; result: StrangerAsks[StrangerAskName]["gives"] }
  | { ok: false; code: ErrorCode; message: string };

/** Gateway → hub. `connection` is a number that the gateway gave, `ref` comes back with the answer. */
export interface StrangerQuestion {
  connection: number;
  ref: number;
  account: string;
  ask: StrangerAsk;
}

/** Hub → gateway: an answer, or something for the one at a connection. */
export type StrangerNews =
  | { connection: number; ref: number; answer: StrangerAnswer }
  | { connection: number; frame: Extract<ServerFrame, { type: `stranger${string}` }> };

export type TellStrangers<G = number> = (gateway: G, news: StrangerNews) => void;

/** What the store needs of whoever lets strangers meet; `G` tells gateways apart. */
export interface Strangers<G = number> {
  /** Remembers the blocks of earlier runs. */
  start(blocks: Iterable<readonly [account: string, blocked: string]>): void;
  receive(gateway: G, question: StrangerQuestion): void;
  /** A connection ended. */
  gone(gateway: G, connection: number): void;
  /** A gateway ended: so did all of its connections. */
  dropGateway(gateway: G): void;
  /** A transaction, of this node or another, decided on who meets whom. */
  heed(rules: readonly StrangerRule[]): void;
  close(): void | Promise<void>;
}
