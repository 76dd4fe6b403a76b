/**
 * Rooms as rows: which columns a room is made of, as an account sees it.
 * @module
 */
import type { ListedRoom, NotifyLevel, Role, Room } from "../../../shared/protocol/mod.ts";
import type { StoredRoom } from "../log.ts";

export interface RoomRow {
  id: string;
  kind: Room["kind"];
  name: string | null;
  head: number;
  topic: string;
  archived: number;
  addressing: number;
  slow_mode: number;
  retention: number;
  /** NULL, like what follows, for whoever is not a member. */
  role: Role | null;
  read_seq: number;
  notify: NotifyLevel;
  unread: number;
  mentions: number;
}

/** The name of a room as account ?1 sees it: a direct room has the names of the others, gone or not. */
export const ROOM_NAME = `CASE room.kind WHEN 'direct' THEN (
    SELECT string_agg(name, ', ') FROM (
      SELECT account.name FROM json_each('["' || replace(room.direct_key, ' ', '","') || '"]') AS ids
      JOIN account ON account.id = ids.value
      WHERE account.id <> ?1 ORDER BY account.name) AS others)
    ELSE room.name END`;

/**
 * Selects rooms as account ?1 sees them: `SELECT ${ROOM_COLUMNS} FROM ${ROOMS} WHERE …`.
 */
export const ROOM_COLUMNS = `room.id, room.kind, room.head, room.topic, room.archived,
  room.addressing, room.slow_mode, room.retention, me.role, me.read_seq, me.notify,
  ${ROOM_NAME} AS name,
  room.messages - coalesce(me.read_messages, 0) AS unread,
  (SELECT count(*) FROM mention WHERE mention.room = room.id AND mention.account IN (?1, '')
    AND mention.seq > me.read_seq) AS mentions`;

/** Where {@linkcode ROOM_COLUMNS} come from: rooms, and ?1's membership beside each. */
export const ROOMS = "room LEFT JOIN member AS me ON me.room = room.id AND me.account = ?1";

export function toRoom(row: RoomRow): Room {
  const room: Room = { id: row.id, name: row.name ?? "", kind: row.kind, head: row.head };
  if (row.topic !== "") room.topic = row.topic;
  if (row.archived) room.archived = true;
  if (row.addressing) room.addressing = true;
  if (row.slow_mode > 0) room.slowMode = row.slow_mode;
  if (row.retention > 0) room.retention = row.retention;
  if (row.role !== null) {
    const { role, read_seq: read, mentions, notify } = row;
    room.you = { role, read, unread: Math.max(0, row.unread), mentions, notify };
  }
  return room;
}

export function toStoredRoom(row: RoomRow): StoredRoom {
  return { room: toRoom(row), role: row.role ?? undefined };
}

export function toListedRoom(row: RoomRow & { members: number }): ListedRoom {
  return { ...toRoom(row), members: row.members, joined: row.role !== null };
}
