/**
 * Keys of the advisory locks, all in one place: whoever took another's would keep it from its work.
 * @module
 */

/** Each is four letters of ASCII. */
export const LOCKS = {
  /** "Prla": writes about accounts, one after the other. */
  accounts: 0x50726c61,
  /** "Prlh": the node that delivers to webhooks. */
  hooks: 0x50726c68,
  /** "Prlm": the node where strangers meet. */
  strangers: 0x50726c6d,
  /** "Prlo": the servers of the database. */
  servers: 0x50726c6f,
  /** "Prls": the process that keeps the index of messages. */
  search: 0x50726c73,
  /** "Prly": changes of the tables. */
  schema: 0x50726c79,
} as const;
