/**
 * What a gateway and the store worker say to each other over their MessagePort, which loses nothing.
 * @module
 */
import type { Person } from "../../shared/protocol/mod.ts";
import type { PresenceChange } from "../bus/bus.ts";
import type { StrangerNews, StrangerQuestion } from "../strangers/messages.ts";
import type { MembershipChange, Notice, PersonChange, Write, WriteAnswer } from "./log.ts";

export type ToStore =
  | { op: "write"; items: { ref: number; write: Write }[] }
  /**
   * Refusals of writes that may be tried again were dealt with, those of one message: what is said from
   * now on comes behind them.
   */
  | { op: "refused" }
  | { op: "arrive"; person: Person }
  | { op: "depart"; account: string; goodbye: boolean }
  /** All connections of an account at this gateway became idle, or no longer all. */
  | { op: "idle"; account: string; idle: boolean }
  /** Somebody says that they are away, or (undefined) no longer. */
  | { op: "away"; account: string; away?: { text?: string } }
  /** Somebody at this gateway follows a room; nobody any more. */
  | { op: "follow"; room: string }
  | { op: "unfollow"; room: string }
  /** Asks for everybody who is online. */
  | { op: "who" }
  | { op: "stranger"; question: StrangerQuestion }
  /** A connection ended of which the strangers' hub knows. */
  | { op: "stranger-gone"; connection: number };

export type ToGateway =
  | { op: "answers"; items: { ref: number; answer: WriteAnswer }[] }
  | { op: "memberships"; changes: MembershipChange[] }
  /** For the devices of some accounts that are connected there. */
  | { op: "notices"; notices: Notice[] }
  | { op: "people"; changes: PersonChange[] }
  | { op: "ended-sessions"; tokenHashes: string[] }
  /** Why nothing can be saved; undefined: it can again. */
  | { op: "health"; trouble?: string }
  | { op: "online"; version: number; people: PresenceChange[] }
  | { op: "stranger"; news: StrangerNews }
  /** All connections are to come back. */
  | { op: "send-away"; reason: string }
  /** Where the rooms that changed of late, and the presence, are by now: shows what the bus lost last. */
  | { op: "beacon"; heads: [room: string, head: number][]; presence: number };
