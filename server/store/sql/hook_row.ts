/**
 * Webhooks as rows: which columns a webhook is made of.
 * @module
 */
import type { Hook } from "../../../shared/protocol/mod.ts";

export interface HookRow {
  number: number;
  id: string;
  kind: Hook["kind"];
  room: string;
  name: string;
  created_at: number;
  url: string | null;
  cursor: number | null;
  failures: number;
  error: string | null;
  try_at: number | null;
}

/** Selects webhooks as their room's moderators see them. */
export const HOOK_COLUMNS =
  "number, id, kind, room, name, created_at, url, cursor, failures, error, try_at";

export function toHook(row: HookRow): Hook {
  const { id, kind, room, name, created_at: createdAt } = row;
  const hook: Hook = { id, kind, room, name, createdAt };
  if (kind === "incoming") return hook;
  hook.url = row.url!;
  hook.cursor = row.cursor!;
  if (row.error !== null) {
    hook.error = row.error;
    hook.failures = row.failures;
  }
  if (row.try_at === null) hook.disabled = true;
  return hook;
}
