/**
 * The eighth schema: checksums of events, and how long rooms keep messages. What lists of rooms are made of
 * no longer stands in single events: so a damaged one spoils no list.
 * @module
 */
import { EVENT_CHECKSUM } from "../event_checksum.ts";

export default `
-- CRC-32 of the other columns. NULL: the row is taken as it is.
ALTER TABLE event ADD COLUMN checksum INTEGER;
UPDATE event SET checksum = ${EVENT_CHECKSUM};

-- How many of the room's events up to read_seq are messages.
ALTER TABLE member ADD COLUMN read_messages INTEGER NOT NULL DEFAULT 0;
UPDATE member SET read_messages = coalesce((
  SELECT ordinal FROM event WHERE event.room = member.room AND event.seq = member.read_seq), 0);

-- When the newest event came.
ALTER TABLE room ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;
UPDATE room SET last_at = coalesce((
  SELECT at FROM event WHERE event.room = room.id AND event.seq = room.head), created_at);
-- Days that messages are kept; 0: for ever.
ALTER TABLE room ADD COLUMN retention INTEGER NOT NULL DEFAULT 0;
-- The seq up to which all messages are erased, because of their age.
ALTER TABLE room ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
`;
