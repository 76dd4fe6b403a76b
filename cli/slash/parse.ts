/**
 * Reads what follows a command's name: words, people, messages, times.
 * @module
 */
import { parseTime } from "../../shared/duration.ts";
import type { MessageEvent } from "../../shared/protocol/mod.ts";
import { findMessage, nthLastMessage } from "../app/messages.ts";
import type { RoomState } from "../app/state.ts";
import type { Refusal } from "./command.ts";

/** The first word, and what follows it. */
export function takeWord(args: string): { word: string; rest: string } {
  const [, word, rest] = /^\s*(\S*)\s*([\s\S]*)$/.exec(args)!;
  return { word, rest: rest.trimEnd() };
}

/** The name that leads, with or without its `@`, and what follows it. */
export function takePerson(args: string): { person: string; rest: string } {
  const { word, rest } = takeWord(args);
  return { person: word.replace(/^@/, ""), rest };
}

/** The names that lead, each with its `@` (a comma may follow), and the text after them. */
export function takePeople(args: string): { people: string[]; text: string } {
  const people: string[] = [];
  let text = args.trimStart();
  for (let name = NAME.exec(text); name !== null; name = NAME.exec(text)) {
    people.push(name[1].replace(/,$/, ""));
    text = text.slice(name[0].length);
  }
  return { people: [...new Set(people)], text: text.trimEnd() };
}

const NAME = /^@([^\s@]+)(?:\s+|$)/;

/** The time that leads, if one does, and what follows it. */
export function takeTime(args: string): { seconds?: number; rest: string } {
  const { word, rest } = takeWord(args);
  const seconds = parseTime(word);
  return seconds === undefined ? { rest: args.trim() } : { seconds, rest };
}

/** True for `on`, false for `off`. */
export function parseSwitch(word: string): boolean | undefined {
  return ({ on: true, off: false } as Record<string, boolean>)[word.toLowerCase()];
}

/** A message as people name it: `^` the last, `^2` the one before it; `#12` by its number. */
export type Reference = { back: number } | { seq: number };

/** The message that is named first, if one is, and what follows. */
export function takeReference(args: string): { reference?: Reference; rest: string } {
  const { word, rest } = takeWord(args);
  const [, sign, digits] = /^([\^#])(\d{0,15})$/.exec(word) ?? [];
  if (sign === undefined || (sign === "#" && digits === "")) return { rest: args.trim() };
  const number = digits === "" ? 1 : Number(digits);
  return { reference: sign === "^" ? { back: number } : { seq: number }, rest };
}

/** A message that was named; absent where it is further back than what is known. */
export interface Referred {
  seq: number;
  message?: MessageEvent;
}

/**
 * The message that a reference means in this room.
 *
 * @param unnamed which messages count where none is named: the newest of them is meant.
 */
export function referred(
  room: RoomState,
  reference: Reference | undefined,
  unnamed: (message: MessageEvent) => boolean = () => true,
): Referred | Refusal {
  if (reference && "seq" in reference) {
    const { seq } = reference;
    if (seq < 1) return { refuse: "Messages are numbered from #1. /numbers on shows the numbers." };
    return { seq, message: findMessage(room, seq) };
  }
  const message = reference
    ? nthLastMessage(room, reference.back)
    : nthLastMessage(room, 1, unnamed);
  if (message) return { seq: message.seq, message };
  return {
    refuse: "There is no such message here. ^2 is the last but one, #12 one by its number.",
  };
}
