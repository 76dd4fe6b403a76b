/**
 * What requests under way are for.
 * @module
 */
import type { RequestType } from "../../shared/protocol/mod.ts";
import type { Context } from "./context.ts";

/** A slash command asked, and shows the answer. */
export interface Asked {
  readonly for: "command";
  /** Its name. */
  readonly command: string;
  /** What was typed; it comes back if the request fails. Absent: it holds what must not be shown. */
  readonly line?: string;
  readonly request: RequestType;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The next page of a list. */
export type More = Asked;

export type Pending =
  | Asked
  /** The room that was asked for at the start. */
  | { readonly for: "start" }
  /** Who is online in a room. */
  | { readonly for: "people"; readonly room: string }
  /** A direct room, to be opened. */
  | { readonly for: "direct" }
  /** The search of the overlay. */
  | { readonly for: "search"; readonly query: string }
  /** What stands around a message or a time, to be shown. */
  | ({ readonly for: "context" } & Context)
  /** More of what is scrolled through. */
  | { readonly for: "scrolled"; readonly room: string; readonly where: "older" | "newer" }
  /** A read marker was moved. */
  | { readonly for: "read" }
  /** Nobody waits for it, and nobody needs to know that it failed. */
  | { readonly for: "quiet" }
  /** Meeting a stranger, without having asked for it by a command. */
  | { readonly for: "stranger" }
  /** A line for the stranger. */
  | { readonly for: "stranger-say"; readonly line: string; readonly text: string };
