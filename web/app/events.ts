/**
 * Everything that can happen to the browser client, as plain data: the input of `update`.
 * @module
 */
import type { NetworkEvent, OutgoingMessage } from "../../shared/connection.ts";
import type { LogEvent, Person, RequestResult, Room } from "../../shared/protocol/mod.ts";
import type { KeptRoom } from "./kept.ts";
import type { Draft, ServerInfo } from "./state.ts";

/** What the browser kept since last time. */
export interface Kept {
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly outbox: readonly OutgoingMessage[];
  readonly rooms: readonly KeptRoom[];
  /** The room that was open. */
  readonly room?: string;
  readonly desktop: boolean;
  readonly sound: boolean;
  readonly keys: boolean;
}

/** A page of a room's log that was asked for, and what for. */
export type PageUse = "older" | "newer" | "newest" | { readonly around: number };

export interface HistoryPage {
  readonly events: readonly LogEvent[];
  /** First and last `seq` that the page covers. */
  readonly from: number;
  readonly upTo: number;
}

export type AppEvent =
  | NetworkEvent
  /** Nobody is signed in on this browser, or no longer. */
  | { type: "signed-out"; server?: ServerInfo; reason?: string }
  | { type: "signed-in"; account: Person; kept: Kept }
  | { type: "open-room"; room: string }
  /** On a narrow screen: back to the list of rooms. */
  | { type: "show-rooms" }
  | { type: "toggle-people" }
  /** A request answered that one is in this room now. */
  | { type: "entered"; room: Room }
  | { type: "drafted"; room: string; text: string }
  | { type: "replying"; room: string; seq: number }
  | { type: "editing"; room: string; seq: number }
  /** Reply or edit are given up. */
  | { type: "stopped"; room: string }
  | { type: "submitted"; room: string }
  /** A message could not be changed. */
  | { type: "edit-failed"; room: string; seq: number; text: string; reason: string }
  /** The window's edge comes near; or somebody wants to go to its end. */
  | { type: "scrolled"; room: string; towards: "older" | "newer" | "newest" }
  | { type: "at-end"; room: string; atEnd: boolean }
  | { type: "jump"; room: string; seq: number }
  /** The message that was jumped to is shown. */
  | { type: "jumped" }
  | { type: "page"; room: string; use: PageUse; page: HistoryPage }
  | { type: "page-failed"; room: string; reason: string }
  | { type: "online"; room: string; result: RequestResult<"online"> }
  /** Somebody looks at the page, or not. */
  | { type: "attention"; attentive: boolean }
  /** Nobody touched it for a while; or somebody did again. */
  | { type: "idle"; idle: boolean }
  | { type: "preferred"; desktop?: boolean; sound?: boolean; keys?: boolean }
  | { type: "told"; tone: "info" | "error"; text: string }
  | { type: "dismissed"; notice: number }
  | { type: "meet-stranger" }
  | { type: "leave-stranger" }
  | { type: "stranger-moved"; state: "waiting" | "paired" | "none" }
  /** The server took what one said to the stranger. */
  | { type: "stranger-heard"; text: string }
  /** About once a second. */
  | { type: "tick"; now: number };
