/**
 * The fourth schema: reports, and bans of addresses.
 * @module
 */
export default `
CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  by_account TEXT NOT NULL,
  -- Whose doing is reported.
  person TEXT NOT NULL,
  -- NULL, like seq, for a stranger of a pair room.
  room TEXT,
  seq INTEGER,
  reason TEXT NOT NULL,
  -- As it was when it was reported.
  text TEXT,
  resolved_by TEXT,
  resolved_at INTEGER
) STRICT;
-- Nobody reports a message twice while the first report is open.
CREATE UNIQUE INDEX report_once ON report (room, seq, by_account)
  WHERE room IS NOT NULL AND resolved_by IS NULL;
CREATE INDEX report_open ON report (id) WHERE resolved_by IS NULL;

-- Keeps guests of an address out of a room; room '' is the whole server.
CREATE TABLE address_ban (
  room TEXT NOT NULL,
  -- HMAC-SHA-256 by the key below: whoever sees the table sees no addresses.
  address_hash TEXT NOT NULL,
  -- The guest that it is about: what takes back that ban takes this one back.
  account TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (room, address_hash, account)
) STRICT, WITHOUT ROWID;
CREATE TABLE address_key (key BLOB NOT NULL) STRICT;
INSERT INTO address_key (key) VALUES (randomblob(32));
`;
