/**
 * Log-ins and API tokens as rows.
 * @module
 */
import type { Scope, SessionInfo, TokenInfo } from "../../../shared/protocol/mod.ts";
import type { StoredSession } from "../log.ts";

export interface SessionRow {
  session: string;
  token_hash: string;
  session_name: string | null;
  /** JSON; NULL for a log-in. */
  scopes: string | null;
  /** JSON; NULL for all rooms. */
  rooms: string | null;
  client: string;
  session_created_at: number;
  last_seen_at: number;
  expires_at: number;
}

/** The columns of {@linkcode SessionRow}, out of the table `session`. */
export const SESSION_COLUMNS = `session.id AS session, session.token_hash,
  session.name AS session_name, session.scopes, session.rooms, session.client,
  session.created_at AS session_created_at, session.last_seen_at, session.expires_at`;

function roomsOf(row: SessionRow): string[] | undefined {
  return row.rooms === null ? undefined : JSON.parse(row.rooms);
}

/** What a token may do, and how old it is. */
export function toGranted(
  row: SessionRow,
): Pick<StoredSession, "grant" | "client" | "lastSeenAt" | "expiresAt"> {
  const { client, last_seen_at: lastSeenAt, expires_at: expiresAt } = row;
  if (row.scopes === null) return { client, lastSeenAt, expiresAt };
  const grant = { scopes: JSON.parse(row.scopes), rooms: roomsOf(row) };
  return { grant, client, lastSeenAt, expiresAt };
}

function times(row: SessionRow): Pick<SessionInfo, "createdAt" | "lastSeenAt" | "expiresAt"> {
  return {
    createdAt: row.session_created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  };
}

/** @param current hash of the token that asks. */
export function toSessionInfo(row: SessionRow, current: string): SessionInfo {
  const info: SessionInfo = { id: row.session, ...times(row) };
  if (row.client !== "") info.client = row.client;
  if (row.token_hash === current) info.current = true;
  return info;
}

export function toTokenInfo(row: SessionRow): TokenInfo {
  const scopes = JSON.parse(row.scopes ?? "[]") as Scope[];
  const info: TokenInfo = { id: row.session, name: row.session_name ?? "", scopes, ...times(row) };
  const rooms = roomsOf(row);
  if (rooms) info.rooms = rooms;
  return info;
}
