/**
 * The search index of a data folder, made beforehand: a server that makes it while it is measured is another one.
 * @module
 */
import { join } from "node:path";
import { INDEX_FILE } from "../../server/search/index_file.ts";
import { Indexer } from "../../server/search/indexer.ts";
import { SearchIndex } from "../../server/search/search_index.ts";
import { openSqliteReader } from "../../server/store/sqlite/reader.ts";

/** @returns seconds that it took. */
export async function makeIndex(folder: string): Promise<number> {
  const start = performance.now();
  const reader = openSqliteReader(folder);
  const index = new SearchIndex(join(folder, INDEX_FILE));
  const indexer = new Indexer(index, reader);
  await indexer.start();
  while (await indexer.step());
  while (index.merge());
  const seconds = (performance.now() - start) / 1000;
  index.close();
  reader.close();
  return seconds;
}
