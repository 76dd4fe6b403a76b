/**
 * What is looked for, with names resolved, as an expression of SQLite's FTS5; and what of a message is
 * put into the index for that.
 *
 * Where a message stands, who wrote it and what it holds are words of the index, too: they start with `_`,
 * which no word of a text holds. So one expression selects, and nothing that the asker may not read is
 * ever looked at.
 * @module
 */
import type { MessageEvent, RoomKind } from "../../shared/protocol/mod.ts";
import type { Query, Term } from "./query.ts";
import { wordsOf } from "./words.ts";

/** Every message of a public room. */
export const PUBLIC = "_public";
/** Every message with a link. */
export const LINK = "_link";
/** No message. */
export const NOTHING = "_nothing";

/** Every message of a room, or of an author. */
export function tagOf(id: string): string {
  return `_${id}`;
}

export interface Selection extends Pick<Query, "terms" | "excluded" | "since" | "until"> {
  /** Of each group, one tag at least has to be there. */
  tags: readonly (readonly string[])[];
  /** None of these may. */
  excludedTags: readonly string[];
}

/** What the index holds of a message: its words and tags, a space between each two. */
export function toIndexed(message: MessageEvent, kind: RoomKind): string {
  const { text, room, author } = message;
  const tags = [tagOf(room), tagOf(author.id)];
  if (kind === "public") tags.push(PUBLIC);
  if (/https?:\/\/[^\s/]/i.test(text)) tags.push(LINK);
  return [...wordsOf(text).map((word) => word.text), ...tags].join(" ");
}

/** The words of {@linkcode toIndexed} without the tags. */
export function indexedWords(indexed: string): string[] {
  return indexed.split(" ").filter((word) => !word.startsWith("_"));
}

/** Quoted, so that nothing in it is taken for a part of the expression. */
function quote(words: string): string {
  return `"${words}"`;
}

function toPhrase({ words, beginning }: Term): string {
  return quote(words.join(" ")) + (beginning ? " *" : "");
}

/**
 * An FTS5 expression. A choice among many tags, which is slow to move from row to row, is put to those
 * rows alone that fit otherwise: FTS5 makes one flat AND of nested ones, but leaves a NOT between them.
 */
export function toMatch({ tags, terms, excluded, excludedTags }: Selection): string {
  const choices = tags.filter((group) => group.length > 1)
    .map((group) => `(${group.map(quote).join(" OR ")})`);
  const wanted = [
    ...tags.filter((group) => group.length === 1).map(([tag]) => quote(tag)),
    ...terms.map(toPhrase),
  ];
  const unwanted = [NOTHING, ...excludedTags].map(quote).concat(excluded.map(toPhrase));
  if (wanted.length === 0) wanted.push(...choices.splice(0));
  const fitting = `((${wanted.join(" AND ")}) NOT (${unwanted.join(" OR ")}))`;
  return [fitting, ...choices].join(" AND ");
}
