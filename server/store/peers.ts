/**
 * The other nodes of a cluster, as a store sees them, and itself, as it shows itself to them.
 * @module
 */
import type { EventsPost, PresenceChange } from "../bus/bus.ts";
import type { Everywhere } from "../presence/everywhere.ts";
import type { PresenceHub } from "../presence/hub.ts";
import type { Strangers, TellStrangers } from "../strangers/messages.ts";
import type { Gateways } from "./gateways.ts";
import type { News, Write } from "./log.ts";

export interface Peers {
  start(): Promise<void>;
  /** A gateway of this node follows a room, or no longer. */
  follow(gateway: number, room: string): void;
  unfollow(gateway: number, room: string): void;
  dropGateway(gateway: number): void;
  /** A transaction was committed here. */
  committed(posts: readonly EventsPost[], news: News): void;
  /** This node's hub counted and announced a change. */
  presence(change: PresenceChange): void;
  /** Somebody here says that they are away, or (undefined) no longer; `at`, milliseconds since 1970. */
  away(account: string, away: { text?: string } | undefined, at: number): void;
  /** True if a guest is, or may be, at another node. */
  isGuestElsewhere(account: string): Promise<boolean>;
  /** Strangers who may be at any node. */
  strangers(tell: TellStrangers): Strangers;
  close(): Promise<void>;
}

export interface Self {
  readonly hub: PresenceHub;
  readonly everywhere: Everywhere;
  readonly gateways: Pick<Gateways, "events" | "heads" | "sendAway">;
  /** What else others' transactions did. */
  news(news: News): void;
  /** Writes what follows from them. */
  write(write: Write): void;
  /** Guests who are at no node any more, and whose names should be free. */
  guestsGone(accounts: string[]): void;
}
