/**
 * Cursors of paged lists: the key of a page's last entry, as text that tells a client nothing.
 * @module
 */
import { Buffer } from "node:buffer";
import { ParleyError } from "../../shared/errors.ts";
import type { Page, PageKey, PageQuery } from "../store/readers/page.ts";

function readKey(cursor: string, shape: PageKey): PageKey {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const fits = Array.isArray(key) && key.length === shape.length &&
      key.every((value, index) => typeof value === typeof shape[index]);
    if (fits) return key;
  } catch {
    // Not of our making: as below.
  }
  throw new ParleyError(
    "bad-request",
    'Bad "after": it is no cursor of this list. Take the "next" of the page before.',
  );
}

/**
 * The part of a list that a request asks for.
 *
 * @param shape an example of the list's keys: a cursor has to hold values of the same types.
 * @throws {ParleyError} `bad-request` for a cursor that is none.
 */
export function pageQuery(
  { after, limit }: { after?: string; limit: number },
  shape: PageKey,
): PageQuery {
  return { limit, after: after === undefined ? undefined : readKey(after, shape) };
}

/** The cursor behind a page: the field `next` of its answer, left out on the last page. */
export function nextOf({ next }: Pick<Page<unknown>, "next">): { next?: string } {
  return next ? { next: Buffer.from(JSON.stringify(next)).toString("base64url") } : {};
}
