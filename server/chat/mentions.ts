/**
 * Whom a text mentions: `@name`, and `@room` for everybody.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { type Block, type Inline, parseMarkdown } from "../../shared/markdown.ts";
import { nameKey } from "../../shared/name_key.ts";

/** The sign before a name. Keyboards for Japanese and Chinese write it wide. */
export const AT = "[@\\uFE6B\\uFF20]";

/** What a text mentions, by what stands in it: nobody has looked yet who is called so. */
export interface Named {
  /** Keys of names, each once. */
  keys: string[];
  everyone: boolean;
}

const AT_SIGN = new RegExp(AT);
/** A name behind its sign, and the sign that tells that it was an address. */
const MENTION = new RegExp(
  `(?<![\\p{L}\\p{M}\\p{N}_.+/]|${AT})${AT}([\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.-]*)(${AT}?)`,
  "gu",
);
/** What a name can't end with: it belongs to the sentence. */
const NO_NAME_END = /[_.-]+$/;

/** What mentions nobody for sure: a quick look before the thorough one. */
export function hasNoMention(text: string): boolean {
  return !AT_SIGN.test(text);
}

/** The names in a text, those in code left out; at most `limits.mentionsPerMessage`. */
export function namesIn(text: string): Named {
  const keys = new Set<string>();
  let everyone = false;
  if (hasNoMention(text)) return { keys: [], everyone };
  for (const [, word, address] of proseOf(parseMarkdown(text)).matchAll(MENTION)) {
    if (address !== "" || word.length > 4 * limits.nameLength) continue;
    const key = nameKey(word.replace(NO_NAME_END, ""));
    if (isEveryone(key)) everyone = true;
    else if (keys.size < limits.mentionsPerMessage) keys.add(key);
  }
  return { keys: [...keys], everyone };
}

/** True if this name, or key of one, stands for everybody in the room. */
export function isEveryone(name: string): boolean {
  return nameKey(name) === "room";
}

/** A text without its marks. A quote in place of code and links: nothing grows together over them. */
function proseOf(blocks: readonly Block[]): string {
  return blocks.map((block) => {
    switch (block.type) {
      case "paragraph":
        return wordsOf(block.inlines);
      case "quote":
        return proseOf(block.blocks);
      case "list":
        return block.items.map((item) => wordsOf(item.inlines)).join("\n");
      case "code":
        return "";
      default:
        throw new Error(`Unknown block ${(block satisfies never as Block).type}.`);
    }
  }).join("\n");
}

function wordsOf(inlines: readonly Inline[]): string {
  return inlines.map((inline) => {
    switch (inline.type) {
      case "text":
        return inline.text;
      case "strong":
      case "emphasis":
        return wordsOf(inline.inlines);
      case "code":
      case "link":
        return '"';
      default:
        throw new Error(`Unknown inline ${(inline satisfies never as Inline).type}.`);
    }
  }).join("");
}
