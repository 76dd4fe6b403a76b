/**
 * Values of options that are not plain text.
 * @module
 */
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { parseTime } from "../../shared/duration.ts";
import { ParleyError } from "../../shared/errors.ts";

/** A whole number, 1 at least. */
export function parseCount(text: string): number {
  const count = parseSeq(text);
  if (count === 0) throw new InvalidArgumentError("It must be 1 at least.");
  return count;
}

/** A place in a room's log: a whole number, 0 for its beginning. */
export function parseSeq(text: string): number {
  const seq = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seq)) return seq;
  throw new InvalidArgumentError("It must be a whole number.");
}

/** A port to listen on; 0 is any free one. */
export function parsePort(text: string): number {
  const port = parseSeq(text);
  if (port > 65_535) throw new InvalidArgumentError("It must be 65535 at most.");
  return port;
}

/** Seconds, as milliseconds. */
export function parseSeconds(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  throw new InvalidArgumentError("It must be a number of seconds.");
}

/** `30m`, `12h`, `7d` … in seconds. */
export function parseDuration(text: string): number {
  const seconds = parseTime(text);
  if (seconds !== undefined) return seconds;
  throw new InvalidArgumentError("It must be a time such as 30m, 12h or 7d.");
}

/** The room that a command can't do without. */
export function needRoom(room: string | undefined): string {
  if (room !== undefined && room.replace(/^#/, "") !== "") return room;
  throw new ParleyError("bad-request", "No room is named. Add --room NAME.");
}
