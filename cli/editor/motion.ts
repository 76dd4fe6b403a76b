/**
 * Where the cursor goes: each function tells the index that a motion leads to.
 * @module
 */
import {
  clusterWidth,
  graphemeEnd,
  graphemes,
  graphemeStart,
  textWidth,
} from "../../shared/text.ts";
import type { TextBuffer } from "./buffer.ts";

export type Motion = (buffer: TextBuffer) => number;

export const left: Motion = ({ text, cursor }) => cursor && graphemeStart(text, cursor - 1);
export const right: Motion = ({ text, cursor }) => graphemeEnd(text, cursor);

export const textStart: Motion = () => 0;
export const textEnd: Motion = ({ text }) => text.length;

export const lineStart: Motion = ({ text, cursor }) => text.slice(0, cursor).lastIndexOf("\n") + 1;
export const lineEnd: Motion = ({ text, cursor }) => {
  const end = text.indexOf("\n", cursor);
  return end < 0 ? text.length : end;
};

/** To the line's end; from there over the newline. The same backwards is {@linkcode lineStartOrLeft}. */
export const lineEndOrRight: Motion = (buffer) => {
  const end = lineEnd(buffer);
  return end === buffer.cursor ? right(buffer) : end;
};
export const lineStartOrLeft: Motion = (buffer) => {
  const start = lineStart(buffer);
  return start === buffer.cursor ? left(buffer) : start;
};

const isWord = (cluster: string) => /^[\p{L}\p{N}_]/u.test(cluster);
const isSpace = (cluster: string) => /^\s/u.test(cluster);

/** Units from the first cluster on: those that are `skipped`, then those that are `taken`. */
function run(
  clusters: string[],
  skipped: (cluster: string) => boolean,
  taken: (cluster: string) => boolean,
): number {
  let place = 0;
  while (place < clusters.length && skipped(clusters[place])) place++;
  while (place < clusters.length && taken(clusters[place])) place++;
  return clusters.slice(0, place).join("").length;
}

const isNoWord = (cluster: string) => !isWord(cluster);
const isNoSpace = (cluster: string) => !isSpace(cluster);

/** Past the next word of letters and digits. */
export const wordRight: Motion = ({ text, cursor }) =>
  cursor + run(graphemes(text.slice(cursor)), isNoWord, isWord);
/** Before the last word of letters and digits. */
export const wordLeft: Motion = ({ text, cursor }) =>
  cursor - run(graphemes(text.slice(0, cursor)).reverse(), isNoWord, isWord);
/** Before all that stands between the cursor and the last space (Ctrl-W of a Unix terminal). */
export const spaceLeft: Motion = ({ text, cursor }) =>
  cursor - run(graphemes(text.slice(0, cursor)).reverse(), isSpace, isNoSpace);

/** Cells between the start of the line and the cursor. */
export function cellOf(buffer: TextBuffer): number {
  return textWidth(buffer.text.slice(lineStart(buffer), buffer.cursor));
}

/** The place on the line from `start` on that is nearest before `cell`. */
function placeAt(text: string, start: number, cell: number): number {
  const line = text.slice(start, lineEnd({ text, cursor: start }));
  let [place, width] = [start, 0];
  for (const cluster of graphemes(line)) {
    width += clusterWidth(cluster);
    if (width > cell) break;
    place += cluster.length;
  }
  return place;
}

/** To `cell` of the line above; `undefined` on the first line. */
export function lineUp(buffer: TextBuffer, cell: number): number | undefined {
  const start = lineStart(buffer);
  if (start === 0) return undefined;
  return placeAt(buffer.text, lineStart({ text: buffer.text, cursor: start - 1 }), cell);
}

/** To `cell` of the line below; `undefined` on the last line. */
export function lineDown(buffer: TextBuffer, cell: number): number | undefined {
  const end = lineEnd(buffer);
  return end === buffer.text.length ? undefined : placeAt(buffer.text, end + 1, cell);
}
