/**
 * The second schema: browsers that are told of mentions and direct messages by Web Push.
 * @module
 */
export default `
-- Whoever logs out, or is logged out, is told nothing any more.
CREATE TABLE push_subscription (
  session TEXT COLLATE "C" PRIMARY KEY REFERENCES session (token_hash) ON DELETE CASCADE,
  account TEXT COLLATE "C" NOT NULL REFERENCES account (id),
  endpoint TEXT COLLATE "C" NOT NULL UNIQUE,
  -- The browser's public key and secret, which notifications are encrypted for.
  p256dh TEXT COLLATE "C" NOT NULL,
  auth TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  failures BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX push_subscription_by_account ON push_subscription (account);

-- The seq up to which a room was looked through for what to tell.
CREATE TABLE push_cursor (
  room TEXT COLLATE "C" PRIMARY KEY REFERENCES room (id),
  seq BIGINT NOT NULL
);
`;
