/**
 * A message as the words that it shows, on one line.
 * @module
 */
import { type Block, type Inline, parseMarkdown } from "./markdown.ts";
import { sanitizeLine, sanitizeText } from "./text.ts";

/** The text's words alone, on one line. */
export function plainText(text: string): string {
  return sanitizeLine(wordsOf(parseMarkdown(sanitizeText(text))));
}

function wordsOf(list: readonly Block[]): string {
  return list.map((block) => {
    if (block.type === "code") return block.text;
    if (block.type === "quote") return wordsOf(block.blocks);
    if (block.type === "paragraph") return wordsWithin(block.inlines);
    return block.items.map((item) => wordsWithin(item.inlines)).join(" ");
  }).join(" ");
}

function wordsWithin(list: readonly Inline[]): string {
  return list.map((part) => "text" in part ? part.text : wordsWithin(part.inlines)).join("");
}
