/**
 * The second schema: private rooms, roles, read markers, changes of messages, restrictions, the audit
 * log, and what an account says of itself.
 *
 * `room` is made anew, since the name of a private room need not be the only one of its kind: else
 * trying a name would tell who else has it.
 * @module
 */
export default `
PRAGMA defer_foreign_keys = ON;

CREATE TABLE new_room (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('public', 'private', 'direct')),
  -- NULL for direct rooms, which are found by direct_key: their members' ids, sorted.
  name TEXT,
  skeleton TEXT,
  direct_key TEXT UNIQUE,
  head INTEGER NOT NULL DEFAULT 0,
  -- How many of the events are messages.
  messages INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  topic TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  archived INTEGER NOT NULL DEFAULT 0,
  addressing INTEGER NOT NULL DEFAULT 0,
  -- Seconds; 0: off.
  slow_mode INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO new_room (id, kind, name, skeleton, direct_key, head, messages, created_at)
  SELECT id, kind, name, skeleton, direct_key, head,
    (SELECT count(*) FROM event WHERE event.room = room.id AND event.kind = 'message'), created_at
  FROM room;
DROP TABLE room;
ALTER TABLE new_room RENAME TO room;
CREATE UNIQUE INDEX room_by_name ON room (name) WHERE kind = 'public';
CREATE UNIQUE INDEX room_by_skeleton ON room (skeleton) WHERE kind = 'public';

-- The message that an event changes.
ALTER TABLE event ADD COLUMN target INTEGER;
-- The account that an event is about, besides its author.
ALTER TABLE event ADD COLUMN subject TEXT;
ALTER TABLE event ADD COLUMN reply_to INTEGER;
-- How many of the room's events up to this one are messages: unread counts are differences of it.
ALTER TABLE event ADD COLUMN ordinal INTEGER NOT NULL DEFAULT 0;
-- What is particular to the kind, as JSON.
ALTER TABLE event ADD COLUMN data TEXT;
CREATE INDEX event_by_target ON event (room, target) WHERE target IS NOT NULL;
CREATE INDEX event_by_reply ON event (room, reply_to) WHERE reply_to IS NOT NULL;
UPDATE event SET ordinal = counted.n
  FROM (SELECT room, seq, sum(kind = 'message') OVER (PARTITION BY room ORDER BY seq) AS n FROM event)
    AS counted
  WHERE event.room = counted.room AND event.seq = counted.seq;

ALTER TABLE member ADD COLUMN role TEXT NOT NULL DEFAULT 'member';
ALTER TABLE member ADD COLUMN read_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN notify TEXT NOT NULL DEFAULT 'all';
UPDATE member SET read_seq = (SELECT head FROM room WHERE room.id = member.room);
UPDATE member SET role = 'owner' WHERE (room, account) IN (
  SELECT event.room, event.author FROM event JOIN room ON room.id = event.room
  WHERE event.kind = 'create' AND room.kind <> 'direct');

-- Who is mentioned where; account '' is everybody.
CREATE TABLE mention (
  room TEXT NOT NULL,
  account TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (room, account, seq)
) STRICT, WITHOUT ROWID;

-- What somebody may not do in a room; room '' is the whole server.
CREATE TABLE restriction (
  room TEXT NOT NULL,
  account TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('ban', 'mute')),
  by_account TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- NULL: for ever.
  until INTEGER,
  reason TEXT,
  PRIMARY KEY (room, account, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT,
  action TEXT NOT NULL,
  room TEXT,
  subject TEXT,
  detail TEXT
) STRICT;
CREATE INDEX audit_by_room ON audit (room, id) WHERE room IS NOT NULL;

ALTER TABLE account ADD COLUMN display TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN bio TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN administrator INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN bot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
UPDATE account SET administrator = 1 WHERE id = (
  SELECT id FROM account WHERE guest = 0 ORDER BY created_at, id LIMIT 1);

ALTER TABLE invitation ADD COLUMN id TEXT;
-- NULL: an invitation to the server.
ALTER TABLE invitation ADD COLUMN room TEXT;
ALTER TABLE invitation ADD COLUMN by_account TEXT;
CREATE INDEX invitation_by_room ON invitation (room) WHERE room IS NOT NULL;
`;
