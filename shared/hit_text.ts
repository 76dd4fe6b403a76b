/**
 * What a search hit shows: the message's words without its Markdown, around the first that was found.
 * @module
 */
import type { SearchHit } from "./protocol/mod.ts";
import { plainText } from "./plain_text.ts";

export interface HitPart {
  text: string;
  /** It is what was searched for. */
  found: boolean;
}

/** Characters in all. */
const MOST = 300;

/** Stand around what was found while Markdown is read: for private use, and never shown. */
const [FROM, TO] = ["\u{10FFFC}", "\u{10FFFD}"];
const SIGNS = /[\u{10FFFC}\u{10FFFD}]/gu;

/** @param lead characters before the first word that was found, at most. */
export function hitParts(
  { event: { text }, marks }: Pick<SearchHit, "event" | "marks">,
  lead: number,
): HitPart[] {
  const [before, ...found] = plainText(withSigns(text, marks)).split(FROM);
  const parts = [{ text: before, found: false }, ...found.flatMap(partsFrom)]
    .filter((part) => part.text !== "");
  return around(parts, lead);
}

function withSigns(text: string, marks: SearchHit["marks"]): string {
  const clean = (part: string) => part.replace(SIGNS, "\ufffd");
  let result = "";
  let at = 0;
  for (const [from, to] of marks) {
    if (from < at) continue;
    result += clean(text.slice(at, from)) + FROM + clean(text.slice(from, to)) + TO;
    at = to;
  }
  return result + clean(text.slice(at));
}

/** What follows a beginning; its end may have got lost with an address that isn't shown. */
function partsFrom(text: string): HitPart[] {
  const end = text.indexOf(TO);
  if (end < 0) return [{ text, found: false }];
  const rest = text.slice(end).replaceAll(TO, "");
  return [{ text: text.slice(0, end), found: true }, { text: rest, found: false }];
}

/** The part of a long text in which something was found first. */
function around(parts: readonly HitPart[], lead: number): HitPart[] {
  const result: HitPart[] = [];
  let left = MOST;
  for (const [index, { text, found }] of parts.entries()) {
    const isLead = index === 0 && !found && text.length > lead && parts.length > 1;
    const shown = isLead ? `…${text.slice(-lead).toWellFormed()}` : text;
    if (shown.length > left) {
      result.push({ text: `${shown.slice(0, left).toWellFormed()}…`, found });
      break;
    }
    result.push({ text: shown, found });
    left -= shown.length;
  }
  return result;
}
