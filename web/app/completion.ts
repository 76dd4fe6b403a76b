/**
 * Completes `@name` where the caret stands.
 * @module
 */

/** Names that are offered at once. */
const MOST = 8;

export interface Completion {
  /** The part of the text that an option takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly string[];
}

function key(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

/** @returns `undefined` if no name is being written there, or none fits. */
export function completionAt(
  text: string,
  caret: number,
  names: readonly string[],
): Completion | undefined {
  const before = text.slice(0, caret);
  const written = /(?<![\p{L}\p{M}\p{N}_.+/@])@([\p{L}\p{M}\p{N}_.-]*)$/u.exec(before)?.[1];
  if (written === undefined) return undefined;
  const start = key(written);
  const options = [...names, "room"].filter((name) => key(name).startsWith(start)).slice(0, MOST);
  if (options.length === 0 || (options.length === 1 && key(options[0]) === start)) return undefined;
  return { from: caret - written.length - 1, to: caret, options };
}

/** The text with an option put in, and where the caret is then. */
export function complete(
  text: string,
  { from, to }: Completion,
  option: string,
): { text: string; caret: number } {
  const start = `${text.slice(0, from)}@${option} `;
  return { text: start + text.slice(to).replace(/^ /, ""), caret: start.length };
}
