/**
 * Lists, and people and times in them.
 * @module
 */
import { print, say, type Update } from "../app/effects.ts";
import type { Row } from "../app/entry.ts";
import type { AppState } from "../app/state.ts";
import type { Person } from "../../shared/protocol/mod.ts";

/** Prints a list. @param nothing what is said of a list without rows. */
export function list(
  state: AppState,
  title: string,
  rows: readonly Row[],
  nothing: string,
): Update {
  if (rows.length === 0) return say(state, "info", nothing);
  return print(state, { kind: "list", title, rows });
}

/** `alice`, with what else is to be said of who that is. */
export function describePerson({ name, display, guest, bot, deleted }: Person): string {
  const more = [display, guest && "guest", bot && "bot", deleted && "deleted"]
    .filter((each) => typeof each === "string" && each !== "");
  return more.length === 0 ? name : `${name} (${more.join(", ")})`;
}

export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** ` until …`, where there is an end. */
export function untilWhen(until: number | undefined): Row {
  return until === undefined ? [] : [" until ", { at: until }];
}
