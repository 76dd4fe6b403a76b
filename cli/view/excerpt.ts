/**
 * The beginning of a message as the words that it shows: enough to know it again where another line is
 * about it.
 * @module
 */
import { type Block, type Inline, parseMarkdown } from "../../shared/markdown.ts";
import { sanitizeLine, sanitizeText, truncateText } from "../../shared/text.ts";

/** Cells that it takes at most. */
const CELLS = 40;
/** UTF-16 units that are looked at: what follows isn't shown, however long it is. */
const LOOKED_AT = 1_000;

/** One line without the marks of Markdown; of what is quoted only where there is nothing else. */
export function excerpt(text: string): string {
  const blocks = parseMarkdown(startOf(text));
  const block = blocks.find(({ type }) => type !== "quote") ?? blocks[0];
  const isAll = block === blocks.at(-1) && text.trim().length <= LOOKED_AT;
  return shorten(block ? wordsOf(block).trim() : "", isAll);
}

/** One line just as it was written: for what is about the writing. */
export function wording(text: string): string {
  return shorten(startOf(text).trim(), text.trim().length <= LOOKED_AT);
}

function startOf(text: string): string {
  return sanitizeText(text.trimStart().slice(0, LOOKED_AT).toWellFormed());
}

function shorten(text: string, isAll: boolean): string {
  const [first] = text.split("\n");
  const line = sanitizeLine(first);
  const cut = truncateText(line, CELLS);
  return cut === line && !(isAll && first === text) ? `${line}…` : cut;
}

function wordsOf(block: Block): string {
  switch (block.type) {
    case "paragraph":
      return inlineWords(block.inlines);
    case "code":
      return block.text.split("\n").map((line) => `\`${line}\``).join("\n");
    case "quote":
      return block.blocks.map(wordsOf).join("\n");
    case "list":
      return block.items.map(({ inlines }) => inlineWords(inlines)).join("\n");
    default:
      return block satisfies never;
  }
}

function inlineWords(inlines: readonly Inline[]): string {
  return inlines.map((inline) => {
    switch (inline.type) {
      case "text":
        return inline.text;
      case "code":
        return `\`${inline.text}\``;
      case "strong":
      case "emphasis":
      case "link":
        return inlineWords(inline.inlines);
      default:
        return inline satisfies never;
    }
  }).join("");
}
