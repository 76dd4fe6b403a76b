/**
 * The third schema: sessions that can be listed, API tokens, names that stay reserved, search of people,
 * and accounts whose messages are being erased.
 * @module
 */
export default `
-- What its owner calls it by: the token's hash is nobody's to see.
ALTER TABLE session ADD COLUMN id TEXT NOT NULL DEFAULT '';
UPDATE session SET id = 'S' || hex(randomblob(10));
CREATE UNIQUE INDEX session_by_id ON session (id);
-- A log-in, or an API token: those have a name, scopes and perhaps rooms (JSON; NULL: all).
ALTER TABLE session ADD COLUMN kind TEXT NOT NULL DEFAULT 'session';
ALTER TABLE session ADD COLUMN name TEXT;
ALTER TABLE session ADD COLUMN scopes TEXT;
ALTER TABLE session ADD COLUMN rooms TEXT;
-- What the client said it is.
ALTER TABLE session ADD COLUMN client TEXT NOT NULL DEFAULT '';
-- Kept to the hour.
ALTER TABLE session ADD COLUMN last_seen_at INTEGER NOT NULL DEFAULT 0;
UPDATE session SET last_seen_at = created_at;

-- Names that somebody had: nobody else can take them. A deleted account's are nobody's.
CREATE TABLE former_name (
  name_key TEXT PRIMARY KEY,
  skeleton TEXT NOT NULL,
  name TEXT NOT NULL,
  account TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX former_name_by_skeleton ON former_name (skeleton);
CREATE INDEX former_name_by_account ON former_name (account);

-- The display name as names are compared.
ALTER TABLE account ADD COLUMN display_key TEXT NOT NULL DEFAULT '';
-- A search goes through this index instead of the wide rows of the table.
CREATE INDEX account_by_search ON account (name_key, display_key) WHERE name_key IS NOT NULL;

-- Deleted accounts whose messages are not all erased yet: those up to request_id are.
CREATE TABLE erasure (
  account TEXT PRIMARY KEY,
  request_id TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
`;
