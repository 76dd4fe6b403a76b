/**
 * Reads the subset of Markdown that messages are written in, text → small tree: bold, italic, code,
 * code blocks, quotes, lists, links.
 *
 * It never throws, takes time linear in the text's length, and what it doesn't know stays text. Links
 * lead to http, https and mailto only, and none can pretend by its words to lead elsewhere.
 *
 * It differs from CommonMark where people in a chat would be surprised: `_` and `*` do nothing within a
 * word (`snake_case`, `2*3*4`), `__` is no bold (`__init__`), line breaks stay, and there are no headings.
 * @module
 */
import { type Inline, parseInlines } from "./markdown_inline.ts";

export type { Inline } from "./markdown_inline.ts";

export interface ListItem {
  /** 0 for the outermost list. */
  depth: number;
  /** Undefined in a list with bullets. */
  number?: number;
  inlines: Inline[];
}

export type Block =
  | { type: "paragraph"; inlines: Inline[] }
  | { type: "quote"; blocks: Block[] }
  | { type: "list"; items: ListItem[] }
  /** `language` is `""` if none is named. */
  | { type: "code"; language: string; text: string };

/** Quotes within quotes, and lists within lists, that are told apart: more nobody can follow. */
const DEEPEST = 3;

const FENCE = /^(`{3,})[ \t]*([^`\s]*)[^`]*$/;
/** Not `>:(`, which is a face. */
const QUOTE = /^ {0,3}>(?: |$|(?=>))/;
const ITEM = /^([ \t]*)(?:[-*+]|(\d{1,9})[.)])[ \t]+(?=\S)/;
const INDENTED = /^[ \t]{2,}\S/;

/** Reads a message's text. */
export function parseMarkdown(text: string): Block[] {
  return parseBlocks(text.replace(/\r\n?/g, "\n").split("\n"), 0);
}

function parseBlocks(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length === 0) return;
    blocks.push({ type: "paragraph", inlines: parseInlines(paragraph.join("\n")) });
    paragraph = [];
  };
  let at = 0;
  /** Takes the lines from `at` on for which `belongs` holds. */
  const takeWhile = (belongs: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && belongs(lines[at])) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at];
    const fence = FENCE.exec(line);
    if (fence) {
      endParagraph();
      at++;
      const content = takeWhile((each) => !closes(each, fence[1]));
      at++;
      blocks.push({ type: "code", language: fence[2], text: content.join("\n") });
    } else if (QUOTE.test(line) && depth < DEEPEST) {
      endParagraph();
      const quoted = takeWhile((each) => QUOTE.test(each)).map((each) => each.replace(QUOTE, ""));
      blocks.push({ type: "quote", blocks: parseBlocks(quoted, depth + 1) });
    } else if (ITEM.test(line)) {
      endParagraph();
      blocks.push({
        type: "list",
        items: parseItems(takeWhile((each) => ITEM.test(each) || INDENTED.test(each))),
      });
    } else {
      at++;
      if (line.trim() === "") endParagraph();
      else paragraph.push(line);
    }
  }
  endParagraph();
  return blocks;
}

/** True if `line` ends a code block that was opened by `fence`. */
function closes(line: string, fence: string): boolean {
  const end = line.trimEnd();
  return end.length >= fence.length && end === "`".repeat(end.length);
}

/** @param lines the first of each item, and the indented ones that go on with it. */
function parseItems(lines: readonly string[]): ListItem[] {
  const items: { depth: number; number?: number; lines: string[] }[] = [];
  for (const line of lines) {
    const marker = ITEM.exec(line);
    if (!marker) {
      items[items.length - 1].lines.push(line.trimStart());
      continue;
    }
    const [whole, indent, number] = marker;
    const width = indent.replaceAll("\t", "    ").length;
    const item: (typeof items)[number] = {
      depth: Math.min(Math.floor(width / 2), DEEPEST),
      lines: [line.slice(whole.length)],
    };
    if (number !== undefined) item.number = Number(number);
    items.push(item);
  }
  return items.map(({ lines, ...item }) => ({ ...item, inlines: parseInlines(lines.join("\n")) }));
}
