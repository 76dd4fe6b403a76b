/**
 * A page of a list as readers give it: by the key of the last entry, never by counting from the start, so
 * that what comes and goes meanwhile shifts nothing.
 * @module
 */

/** Where an entry stands in the order of its list: the values that it is ordered by, all ascending. */
export type PageKey = readonly (string | number)[];

/** Which part of a list is asked for. */
export interface PageQuery {
  /** The key of the last entry that the asker has; without it, from the start. */
  after?: PageKey;
  limit: number;
}

export interface Page<T> {
  entries: T[];
  /** The key of the last entry, if there are more behind it. */
  next?: PageKey;
}

/**
 * Makes a page.
 *
 * @param rows what was found behind `after`, one row more than the limit if there is one.
 */
export function toPage<R, T>(
  rows: readonly R[],
  limit: number,
  toEntry: (row: R) => T,
  keyOf: (row: R) => PageKey,
): Page<T> {
  const page: Page<T> = { entries: rows.slice(0, limit).map(toEntry) };
  if (rows.length > limit) page.next = keyOf(rows[limit - 1]);
  return page;
}
