/**
 * The ninth schema: browsers that are told of mentions and direct messages by Web Push.
 * @module
 */
export default `
-- Whoever logs out, or is logged out, is told nothing any more.
CREATE TABLE push_subscription (
  session TEXT NOT NULL PRIMARY KEY REFERENCES session (token_hash) ON DELETE CASCADE,
  account TEXT NOT NULL REFERENCES account (id),
  endpoint TEXT NOT NULL UNIQUE,
  -- The browser's public key and secret, which notifications are encrypted for.
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX push_subscription_by_account ON push_subscription (account);

-- The seq up to which a room was looked through for what to tell.
CREATE TABLE push_cursor (
  room TEXT NOT NULL PRIMARY KEY REFERENCES room (id),
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
