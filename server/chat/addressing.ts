/**
 * Whom a message is for, if not for the whole room: those it is sent `to`, or, where the room's
 * addressing is on, those whose names stand at its end. What looks as if it was meant for some people
 * never goes to all: it is refused if it isn't clear.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { AT, hasNoMention, isEveryone } from "./mentions.ts";

/** A text for some people alone. */
export interface Addressed {
  text: string;
  /** Their names as they were written. */
  to: string[];
}

const STARTS_WITH_AT = new RegExp(`^${AT}`);
const NAME_END = /[\p{L}\p{M}\p{N}]$/u;

function unclear(message: string): ParleyError {
  return new ParleyError("bad-request", `${message} Nothing was sent.`);
}

/**
 * Whom a message of a room is for.
 *
 * @param addressing whether the room's addressing is on.
 * @returns undefined if it is for the whole room.
 * @throws {ParleyError} `bad-request` for a whisper that is none.
 */
export function addressedTo(
  { text, to, replyTo }: { text: string; to?: string[]; replyTo?: number },
  addressing: boolean,
): Addressed | undefined {
  const addressed = to ? { text, to } : addressing ? trailingForm(text) : undefined;
  if (!addressed) return undefined;
  const most = limits.directMembers - 1;
  if (addressed.to.length > most) throw unclear(`This names more than ${most} people.`);
  if (addressed.to.some(isEveryone)) {
    throw unclear("A message goes either to some people alone or to the whole @room.");
  }
  if (replyTo !== undefined) {
    throw unclear("What goes to some people alone can't answer a message of the room.");
  }
  return addressed;
}

/**
 * Reads `text @name …`: one or more names at the very end, with text before them.
 *
 * @returns undefined if the text doesn't end so, or with nothing but `@room`.
 */
export function trailingForm(text: string): Addressed | undefined {
  if (hasNoMention(text)) return undefined;
  const to: string[] = [];
  let rest = text.trimEnd();
  while (rest !== "") {
    const start = lastWord(rest);
    const name = nameOf(rest.slice(start));
    if (name === undefined) break;
    to.unshift(name);
    rest = rest.slice(0, start).trimEnd();
  }
  if (to.length === 0 || rest === "" || to.every(isEveryone)) return undefined;
  return { text: rest, to };
}

/** Where the last word of a text that ends with one begins. */
function lastWord(text: string): number {
  let start = text.length - 1;
  while (start > 0 && text[start - 1].trim() !== "") start--;
  return start;
}

/** The name in a word such as `@mom`, `@mom,` or `@mom!`; undefined if it is no such word. */
function nameOf(word: string): string | undefined {
  if (!STARTS_WITH_AT.test(word) || word.includes("`")) return undefined;
  // Longer than any name can be: it is looked up in vain, and refused.
  let name = word.slice(1, 1 + 4 * limits.nameLength);
  while (name !== "" && !NAME_END.test(name)) name = name.slice(0, -1);
  return name === "" ? undefined : name;
}
