/**
 * The third schema: how a node finds out whether a commit took place whose answer got lost.
 * @module
 */
export default `
-- The number of each node's newest transaction, written in that transaction. It is copied to standbys like
-- everything else, so that the one that took over knows, too; a transaction id may be another's there.
CREATE TABLE commit_mark (
  node TEXT COLLATE "C" PRIMARY KEY,
  number BIGINT NOT NULL,
  at TIMESTAMPTZ NOT NULL DEFAULT now()
);
`;
