/**
 * A message's Markdown as rows of styled spans: emphasis, code, quotes, lists, links.
 *
 * The marks stay where they are the only sign in a terminal without colours (quotes, code, items); they
 * go where bold or italic says the same.
 * @module
 */
import { graphemes, isolateBidi, sanitizeText, textWidth, wrapText } from "../../shared/text.ts";
import { type Block, type Inline, parseMarkdown } from "../../shared/markdown.ts";
import { type Line, lineWidth, type Span, span, type Style } from "./line.ts";

/** What can't be Markdown is not read as such: most messages. */
const PLAIN = /^[^*_`>\-+\d\\[<:]*$/;
const PLAIN_STARTS = /^(?!\s*(?:[-+>]|\d+[.)]))/;

/** Columns below which there is no room for marks at the side. */
const NARROW = 6;

/** Everything between two places where a row may end. */
interface Word {
  readonly spans: readonly Span[];
  readonly width: number;
}

/**
 * The text in rows; the first of them is narrower by what stands before it.
 *
 * @param first cells of the first row. @param style of what has none of its own.
 */
export function richRows(
  text: string,
  first: number,
  columns: number,
  style: Style | undefined,
): Line[] {
  const lines = text.split("\n");
  if (PLAIN.test(text) && lines.every((line) => PLAIN_STARTS.test(line))) {
    return flow([{ type: "text", text }], first, columns, style);
  }
  const blocks = parseMarkdown(text);
  return blocks.flatMap((block, index) => {
    const rows = blockRows(block, index === 0 ? first : columns, columns, style);
    return index > 0 && block.type === "paragraph" && blocks[index - 1].type === "paragraph"
      ? [[], ...rows]
      : rows;
  });
}

function blockRows(
  block: Block,
  first: number,
  columns: number,
  style: Style | undefined,
): Line[] {
  switch (block.type) {
    case "paragraph":
      return flow(block.inlines, first, columns, style);
    case "code":
      return below(first, columns, codeRows(block.text, block.language, columns));
    case "quote": {
      const bar = columns < NARROW ? [] : [span("▏ ", "quote")];
      const room = columns - lineWidth(bar);
      const inner = block.blocks.flatMap((each) => blockRows(each, room, room, style ?? "quote"));
      return below(first, columns, inner.map((row) => [...bar, ...row]));
    }
    case "list":
      return below(
        first,
        columns,
        block.items.flatMap(({ depth, number, inlines }) => {
          const wanted = `${"  ".repeat(depth)}${number === undefined ? "•" : `${number}.`} `;
          const sign = columns < NARROW + wanted.length ? "" : wanted;
          const room = columns - sign.length;
          return flow(inlines, room, room, style).map((row, index): Line => [
            span(index === 0 ? sign : " ".repeat(sign.length)),
            ...row,
          ]);
        }),
      );
    default:
      return block satisfies never;
  }
}

/** What has a form of its own begins below what stands before it. */
function below(first: number, columns: number, rows: Line[]): Line[] {
  return first < columns ? [[], ...rows] : rows;
}

/** A frame of code: nothing of it is changed but that it is wrapped. */
function codeRows(text: string, language: string, columns: number): Line[] {
  const room = Math.max(1, columns - 2);
  const title = textWidth(language) + 4 <= room ? language : "";
  const rule = "─".repeat(Math.max(0, Math.min(room, 24) - textWidth(title) - 1));
  const rows = text.split("\n").flatMap((line) => wrapCode(line, room));
  return [
    [span(`┌${title === "" ? "─" : ` ${title} `}${rule}`, "dim")],
    ...rows.map((row): Line => [span("│ ", "dim"), span(isolateBidi(row), "code")]),
    [span(`└${"─".repeat(Math.min(room, 24))}`, "dim")],
  ];
}

/** Code keeps its spaces, also where it is wrapped. */
function wrapCode(text: string, columns: number): string[] {
  const rows = [""];
  let width = 0;
  for (const cluster of graphemes(text)) {
    const cells = textWidth(cluster);
    if (width + cells > columns && width > 0) {
      rows.push("");
      width = 0;
    }
    rows[rows.length - 1] += cluster;
    width += cells;
  }
  return rows;
}

/** Text that runs on from row to row. */
function flow(
  inlines: readonly Inline[],
  first: number,
  columns: number,
  style: Style | undefined,
): Line[] {
  const spans = inlines.flatMap((inline) => inlineSpans(inline, style));
  return splitLines(spans).flatMap((line, index) =>
    wrapSpans(line, index === 0 ? first : columns, columns)
  );
}

function inlineSpans(inline: Inline, style: Style | undefined, link?: string): Span[] {
  switch (inline.type) {
    case "text":
      return [{ text: inline.text, style, link }];
    case "code":
      return [{ text: `\`${inline.text}\``, style: "code", link }];
    case "strong":
    case "emphasis":
      return inline.inlines.flatMap((each) => inlineSpans(each, inline.type, link));
    case "link": {
      const words = inline.inlines.flatMap((each) => inlineSpans(each, "link", inline.url));
      const said = words.map(({ text }) => text).join("");
      // Where it leads is said, also to those whose terminal can't open it.
      const says = said === inline.url || `${said}/` === inline.url ||
        `mailto:${said}` === inline.url || isAddress(said);
      return says ? words : [...words, { text: ` (${inline.url})`, style: "dim" }];
    }
    default:
      return inline satisfies never;
  }
}

function isAddress(text: string): boolean {
  return /^(?:https?:\/\/|mailto:)/i.test(text);
}

function splitLines(spans: readonly Span[]): Span[][] {
  const lines: Span[][] = [[]];
  for (const one of spans) {
    one.text.split("\n").forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text !== "") lines[lines.length - 1].push({ ...one, text });
    });
  }
  return lines;
}

/** Wraps at spaces, as `wrapText` does; the first row may be narrower than the others. */
function wrapSpans(spans: readonly Span[], first: number, columns: number): Line[] {
  if (lineWidth(spans) <= first) return [isolated(spans)];
  const rows: Span[][] = [[]];
  let width = 0;
  const room = () => rows.length === 1 ? first : columns;
  for (const word of wordsOf(spans)) {
    const isSpace = word.spans[0].text.trim() === "";
    if (width + word.width > room() && !isSpace && (width > 0 || first < columns)) {
      rows.push([]);
      width = 0;
    }
    if (isSpace && (width + word.width > room() || (width === 0 && rows.length > 1))) continue;
    for (const part of word.spans) {
      for (const [index, text] of wrapText(part.text, Math.max(1, room() - width)).entries()) {
        if (index > 0 || (width > 0 && width + textWidth(text) > room())) {
          rows.push([]);
          width = 0;
        }
        append(rows[rows.length - 1], { ...part, text });
        width += textWidth(text);
      }
    }
  }
  return rows.map((row) => isolated(withoutEnd(row)));
}

/** Puts a span at the end of a row: into the one there, if both look the same. */
function append(row: Span[], part: Span): void {
  const last = row.at(-1);
  if (last && last.style === part.style && last.link === part.link) {
    row[row.length - 1] = { ...last, text: last.text + part.text };
  } else row.push(part);
}

/** Words and the spaces between them; beside a wide character a row may end, too. */
function piecesOf(text: string): string[] {
  return (text.match(/ +|[^ ]+/g) ?? []).flatMap((word) => {
    if (textWidth(word) === word.length) return [word];
    const clusters = graphemes(word);
    return clusters.reduce<string[]>((pieces, cluster, index) => {
      const joins = index > 0 && textWidth(cluster) < 2 && textWidth(clusters[index - 1]) < 2;
      if (joins) pieces[pieces.length - 1] += cluster;
      else pieces.push(cluster);
      return pieces;
    }, []);
  });
}

/** A word may have several styles. */
function wordsOf(spans: readonly Span[]): Word[] {
  const words: { spans: Span[]; width: number }[] = [];
  let open = false;
  for (const one of spans) {
    for (const text of piecesOf(one.text)) {
      const isSpace = text[0] === " ";
      if (textWidth(text) > 1 && textWidth(text) !== text.length) open = false;
      const part = { ...one, text };
      if (open && !isSpace) {
        words[words.length - 1].spans.push(part);
        words[words.length - 1].width += textWidth(text);
      } else words.push({ spans: [part], width: textWidth(text) });
      open = !isSpace;
    }
  }
  return words;
}

/** Spaces at a break go. */
function withoutEnd(row: readonly Span[]): readonly Span[] {
  const last = row.at(-1);
  if (!last || !last.text.endsWith(" ")) return row;
  const text = last.text.replace(/ +$/, "");
  return text === "" ? row.slice(0, -1) : row.with(-1, { ...last, text });
}

/** What is read from right to left doesn't reorder what stands beside it. */
function isolated(row: readonly Span[]): Line {
  return row.map((one) => ({ ...one, text: isolateBidi(sanitizeText(one.text)) }));
}
