/**
 * The fourth schema: the index of all messages' words.
 * @module
 */
export default `
CREATE TABLE search_format (
  format BIGINT NOT NULL
);

CREATE TABLE search_room (
  id TEXT COLLATE "C" PRIMARY KEY,
  -- The seq up to which the room's log is dealt with.
  cursor BIGINT NOT NULL
);

CREATE TABLE search_message (
  -- Its time, and a number in it: the newest are found first without sorting.
  id BIGINT PRIMARY KEY,
  room TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  -- Its words and tags, as they follow one another.
  indexed TEXT COLLATE "C" NOT NULL,
  words TSVECTOR NOT NULL,
  UNIQUE (room, seq)
);
CREATE INDEX search_message_by_words ON search_message USING gin (words);
`;
