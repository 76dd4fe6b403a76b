/**
 * Makes many accounts at once, for tests that need more people than one address may sign up.
 * @module
 */
import { parseName } from "../../shared/names.ts";
import { hashSecret, newToken } from "../../server/ids.ts";
import { SqliteLog } from "../../server/store/sqlite/log.ts";
import type { Write } from "../../server/store/log.ts";

/**
 * Writes accounts into a data folder that no server has open.
 *
 * @returns a session's token of each; their names are `person-0`, `person-1` …
 */
export async function makePeople(data: string, count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, newToken);
  const log = new SqliteLog(data, Date.now());
  try {
    const writes = tokens.map((token, n): Write => ({
      kind: "register",
      name: parseName(`person-${n}`, "name"),
      passwordHash: "none that fits",
      session: { tokenHash: hashSecret(token), expiresAt: Date.now() + 1e9 },
    }));
    await log.commit(writes, Date.now());
  } finally {
    await log.close();
  }
  return tokens;
}
