/**
 * What a gateway and the store worker say to each other over their MessagePort, which loses nothing.
 * @module
 */
import type { Person } from "../../shared/protocol/mod.ts";
import type { MembershipChange, Notice, Write, WriteAnswer } from "./log.ts";

export type ToStore =
  | { op: "write"; items: { ref: number; write: Write }[] }
  | { op: "arrive"; person: Person }
  | { op: "depart"; account: string; goodbye: boolean }
  /** Asks for everybody who is online. */
  | { op: "who" };

export type ToGateway =
  | { op: "answers"; items: { ref: number; answer: WriteAnswer }[] }
  | { op: "memberships"; changes: MembershipChange[] }
  /** For the devices of some accounts that are connected there. */
  | { op: "notices"; notices: Notice[] }
  | { op: "ended-sessions"; tokenHashes: string[] }
  | { op: "online"; version: number; people: Person[] }
  /** Where the rooms that changed of late, and the presence, are by now: shows what the bus lost last. */
  | { op: "beacon"; heads: [room: string, head: number][]; presence: number };
