/**
 * Opens the index of messages where it is: beside the log.
 * @module
 */
import { join } from "node:path";
import type { Location } from "../store/open.ts";
import { INDEX_FILE } from "./index_file.ts";
import type { MessageIndex } from "./message_index.ts";

export async function openIndex({ folder, database }: Location): Promise<MessageIndex> {
  // Only what is used is loaded.
  if (database !== undefined) {
    const { PostgresIndex } = await import("./postgres_index.ts");
    return new PostgresIndex(database);
  }
  const { SearchIndex } = await import("./search_index.ts");
  return new SearchIndex(join(folder, INDEX_FILE));
}
