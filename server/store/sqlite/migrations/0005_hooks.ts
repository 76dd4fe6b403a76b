/**
 * The schema of webhooks.
 * @module
 */
export default `
CREATE TABLE hook (
  -- In the order in which they were made.
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('incoming', 'outgoing')),
  room TEXT NOT NULL REFERENCES room (id),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,

  -- Of an incoming one: the account that its messages are by, and SHA-256 of the secret in its URL.
  account TEXT REFERENCES account (id),
  secret_hash TEXT,

  -- Of an outgoing one: where it posts to, and the secret, as it is, since it signs with it.
  url TEXT,
  secret TEXT,
  -- seq up to which it has delivered.
  cursor INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  -- Not tried before that time; NULL: never again.
  try_at INTEGER,
  CHECK (kind = 'incoming' AND account IS NOT NULL AND secret_hash IS NOT NULL
    OR kind = 'outgoing' AND url IS NOT NULL AND secret IS NOT NULL AND cursor IS NOT NULL)
) STRICT;
CREATE INDEX hook_by_room ON hook (room, number);
CREATE INDEX hook_by_try ON hook (try_at) WHERE try_at IS NOT NULL;
`;
