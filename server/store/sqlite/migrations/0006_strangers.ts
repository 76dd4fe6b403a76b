/**
 * The sixth schema: who shall never meet whom among the strangers. Of what they say nothing is stored.
 * @module
 */
export default `
CREATE TABLE stranger_block (
  account TEXT NOT NULL REFERENCES account (id),
  blocked TEXT NOT NULL REFERENCES account (id),
  PRIMARY KEY (account, blocked)
) STRICT, WITHOUT ROWID;
`;
