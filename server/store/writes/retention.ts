/**
 * Writes about messages that are older than their rooms keep them.
 * @module
 */

export interface RetentionWrites {
  /** Erase some of them. `more`: there are others. */
  "expire-messages": { takes: unknown; gives: { more: boolean } };
}
