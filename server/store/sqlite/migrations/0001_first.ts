/**
 * The first schema: accounts, sessions, invitations, rooms, members, events.
 *
 * `event` has no row id: a room's events lie beside each other, so that reading a range is one scan.
 * @module
 */
export default `
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  -- Both NULL once the name is free again: a guest's, after it left.
  name_key TEXT UNIQUE,
  skeleton TEXT UNIQUE,
  password_hash TEXT,
  guest INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account);

CREATE TABLE invitation (
  code_hash TEXT PRIMARY KEY,
  uses_left INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE room (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('public', 'private', 'direct')),
  -- NULL for direct rooms, which are found by direct_key: their members' ids, sorted.
  name TEXT UNIQUE,
  skeleton TEXT UNIQUE,
  direct_key TEXT UNIQUE,
  head INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
  room TEXT NOT NULL REFERENCES room (id),
  account TEXT NOT NULL REFERENCES account (id),
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (room, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_account ON member (account, room);

CREATE TABLE event (
  room TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  author TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- NULL for events that no client asked for by an id.
  request_id TEXT,
  text TEXT,
  action INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX event_by_request ON event (author, request_id) WHERE request_id IS NOT NULL;
`;
