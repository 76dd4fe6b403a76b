/**
 * Draws a message's text: the tree of shared/markdown.ts as elements. Nothing ever becomes HTML by itself.
 * @module
 */
import type { ComponentChildren, VNode } from "preact";
import { type Block, type Inline, type ListItem, parseMarkdown } from "../../shared/markdown.ts";
import { sanitizeText } from "../../shared/text.ts";
import { memo } from "./memo.ts";

const MENTION = /((?<![\p{L}\p{M}\p{N}_.+/@])@[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*)/u;

interface MarkdownProps {
  text: string;
  /** The reader's name: it stands out. */
  you: string | undefined;
}

export const Markdown = memo(function Markdown({ text, you }: MarkdownProps) {
  return <>{blocks(parseMarkdown(sanitizeText(text)), you)}</>;
});

function blocks(list: readonly Block[], you: string | undefined): VNode[] {
  return list.map((block, n) => {
    switch (block.type) {
      case "paragraph":
        return <p key={n} dir="auto">{inlines(block.inlines, you)}</p>;
      case "quote":
        return <blockquote key={n}>{blocks(block.blocks, you)}</blockquote>;
      case "list":
        return <div key={n} class="lists" dir="auto">{lists(block.items, 0, you)}</div>;
      case "code":
        return <pre key={n} tabIndex={0}><code dir="ltr">{block.text}</code></pre>;
    }
  });
}

/** Lists of the items at `depth`; what lies deeper is within the item before it. */
function lists(items: readonly ListItem[], depth: number, you: string | undefined): VNode[] {
  const result: VNode[] = [];
  let at = 0;
  while (at < items.length) {
    const isNumbered = items[at].number !== undefined;
    const start = items[at].number;
    const rows: VNode[] = [];
    while (
      at < items.length && (rows.length === 0 || (items[at].number !== undefined) === isNumbered)
    ) {
      const item = items[at++];
      const from = at;
      while (at < items.length && items[at].depth > depth && items[at].depth > item.depth) at++;
      rows.push(
        <li key={from}>
          {inlines(item.inlines, you)}
          {from < at && lists(items.slice(from, at), depth + 1, you)}
        </li>,
      );
    }
    result.push(
      isNumbered ? <ol key={at} start={start}>{rows}</ol> : <ul key={at}>{rows}</ul>,
    );
  }
  return result;
}

function inlines(list: readonly Inline[], you: string | undefined): ComponentChildren {
  return list.map((inline, n) => {
    switch (inline.type) {
      case "text":
        return <span key={n}>{mentions(inline.text, you)}</span>;
      case "code":
        return <code key={n}>{inline.text}</code>;
      case "strong":
        return <strong key={n}>{inlines(inline.inlines, you)}</strong>;
      case "emphasis":
        return <em key={n}>{inlines(inline.inlines, you)}</em>;
      case "link":
        return (
          <a
            key={n}
            href={inline.url}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
            title={inline.url}
          >
            {inlines(inline.inlines, undefined)}
          </a>
        );
    }
  });
}

function mentions(text: string, you: string | undefined): ComponentChildren {
  if (!text.includes("@")) return text;
  return text.split(MENTION).map((part, n) => {
    if (n % 2 === 0) return part;
    const name = part.slice(1).replace(/[_.-]+$/, "").toLowerCase();
    const isYou = name === "room" || name === you?.toLowerCase();
    return <span key={n} class={isYou ? "mention you" : "mention"}>{part}</span>;
  });
}
