/**
 * The fifth schema: what the nodes of a cluster tell one another.
 * @module
 */
export default `
-- What a transaction did that people at other nodes have to be told of, written in that transaction: a broker
-- that is gone must not keep anybody in a room, or a session alive.
CREATE TABLE news (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  node TEXT COLLATE "C" NOT NULL,
  at TIMESTAMPTZ NOT NULL DEFAULT now(),
  body TEXT NOT NULL
);
CREATE INDEX news_by_time ON news (at);

-- When a guest was at some node: none may free the name of another's.
CREATE TABLE guest_seen (
  account TEXT COLLATE "C" PRIMARY KEY,
  seen_at TIMESTAMPTZ NOT NULL
);
`;
