/**
 * Reads lists of rooms, and what there is to know about one.
 * @module
 */
import type { Database, Statement, Steps } from "./database.ts";
import type { Reads } from "./reads.ts";
import { nameKey } from "../../../shared/name_key.ts";
import type { Invitation, ListedRoom, Member, RoomDetails } from "../../../shared/protocol/mod.ts";
import { type Page, type PageQuery, toPage } from "../readers/page.ts";
import type { AnyInvitation, RoomFilter, RoomReader } from "../readers/rooms.ts";
import {
  type AnyInvitationRow,
  inForce,
  INVITATION_ID,
  type InvitationRow,
  toAnyInvitation,
  toInvitation,
} from "./invitation_row.ts";
import { personColumns, type PersonRow, toPerson } from "./person_row.ts";
import { ROOM_COLUMNS, ROOM_NAME, type RoomRow, ROOMS, toListedRoom } from "./room_row.ts";

const MEMBERS = "(SELECT count(*) FROM member WHERE member.room = room.id)";

/** What a list of rooms is ordered by, ascending; the room's name and id follow. */
const RANKS: Record<RoomFilter["sort"], string> = {
  members: `-${MEMBERS}`,
  recent: "-CASE WHEN room.last_at > room.created_at THEN room.last_at ELSE room.created_at END",
};

const WHICH = {
  mine: "me.account IS NOT NULL",
  all: "(me.account IS NOT NULL OR room.kind = 'public' AND room.archived = 0)",
};

const ROLE_RANK =
  "CAST(CASE member.role WHEN 'owner' THEN 0 WHEN 'moderator' THEN 1 ELSE 2 END AS BIGINT)";

/** Comes before all keys. */
const START = Number.MIN_SAFE_INTEGER;

interface ListedRow extends RoomRow {
  members: number;
  rank: number;
  sort_name: string;
}

interface MemberRow extends PersonRow {
  role: Member["role"];
  joined_at: number;
  rank: number;
  sort_name: string;
}

/**
 * ?1 account, ?2 ids as JSON or NULL, ?3 query, ?4–?6 key, ?7 limit. Which rooms a page has is found out
 * first, then what they are to the account.
 */
function listing(which: string, rank: string): string {
  return `WITH
    visible AS MATERIALIZED (
      SELECT room.id, ${rank} AS rank, coalesce(${ROOM_NAME}, '') AS sort_name, room.topic
      FROM ${ROOMS}
      WHERE ${which} AND (?2 IS NULL OR room.id IN (SELECT value FROM json_each(?2)))),
    found AS (
      SELECT * FROM visible
      WHERE (rank, sort_name, id) > (?4, ?5, ?6)
        AND (?3 = '' OR instr(folded(sort_name), ?3) > 0 OR instr(folded(topic), ?3) > 0)
      ORDER BY rank, sort_name, id LIMIT ?7)
    SELECT ${ROOM_COLUMNS}, ${MEMBERS} AS members, found.rank, found.sort_name
    FROM found CROSS JOIN ${ROOMS} WHERE room.id = found.id
    ORDER BY found.rank, found.sort_name, found.id`;
}

/** A text as names are compared; most are ASCII, and need nothing of Unicode. */
export function folded(text: string): string {
  // deno-lint-ignore no-control-regex -- the range is ASCII
  if (!/^[\0-\x7F]*$/.test(text)) return nameKey(text);
  return text.toLowerCase().replace(/^[@#]/, "");
}

export class RoomReads implements Reads<RoomReader> {
  readonly #lists: Record<RoomFilter["sort"], Record<keyof typeof WHICH, Statement>>;
  readonly #details;
  readonly #members;
  readonly #total;
  readonly #invitations;
  readonly #everyInvitation;

  constructor(database: Database) {
    const lists = (sort: RoomFilter["sort"]) => ({
      mine: database.prepare(listing(WHICH.mine, RANKS[sort])),
      all: database.prepare(listing(WHICH.all, RANKS[sort])),
    });
    this.#lists = { members: lists("members"), recent: lists("recent") };
    this.#details = database.prepare(
      `SELECT ${ROOM_COLUMNS}, ${MEMBERS} AS members, room.description, room.created_at
       FROM ${ROOMS} WHERE room.id = ?2`,
    );
    this.#members = database.prepare(
      `SELECT ${personColumns("account")}, member.role, member.joined_at, ${ROLE_RANK} AS rank,
         lower(account.name) AS sort_name
       FROM member JOIN account ON account.id = member.account
       WHERE member.room = ? AND (${ROLE_RANK}, lower(account.name), account.id) > (?, ?, ?)
       ORDER BY rank, sort_name, account.id LIMIT ?`,
    );
    this.#total = database.prepare("SELECT count(*) AS n FROM member WHERE room = ?");
    this.#invitations = database.prepare(
      `SELECT ${personColumns("account")}, invitation.id AS invitation, invitation.uses_left,
         invitation.expires_at
       FROM invitation JOIN room ON room.id = invitation.room
       JOIN account ON account.id = invitation.by_account
       WHERE invitation.room = ?1 AND (?2 IS NULL OR invitation.by_account = ?2)
         AND invitation.uses_left > 0 AND ${inForce("?3")}
         AND (-invitation.expires_at, invitation.id) > (?4, ?5)
       ORDER BY -invitation.expires_at, invitation.id LIMIT ?6`,
    );
    this.#everyInvitation = database.prepare(
      `SELECT ${personColumns("account")}, ${INVITATION_ID} AS invitation, invitation.code_hash,
         invitation.uses_left, invitation.expires_at, room.name AS room_name
       FROM invitation LEFT JOIN room ON room.id = invitation.room
       LEFT JOIN account ON account.id = invitation.by_account
       WHERE invitation.uses_left > 0 AND invitation.expires_at > ?1
         AND (invitation.room IS NULL OR ${inForce("?1")})
         AND (-invitation.expires_at, invitation.code_hash) > (?2, ?3)
       ORDER BY -invitation.expires_at, invitation.code_hash LIMIT ?4`,
    );
  }

  *list(account: string, filter: RoomFilter, page: PageQuery): Steps<Page<ListedRoom>> {
    const { query, mine, sort, rooms } = filter;
    const statement = this.#lists[sort][mine ? "mine" : "all"];
    const [rank, name, id] = page.after ?? [START, "", ""];
    const ids = rooms ? JSON.stringify(rooms) : null;
    const rows = yield* statement.all(account, ids, folded(query), rank, name, id, page.limit + 1);
    return toPage(
      rows as unknown as ListedRow[],
      page.limit,
      toListedRoom,
      (row) => [row.rank, row.sort_name, row.id],
    );
  }

  *details(room: string, account: string): Steps<RoomDetails | undefined> {
    const row = (yield* this.#details.get(account, room)) as
      | RoomRow & { members: number; description: string; created_at: number }
      | undefined;
    if (!row) return undefined;
    const details: RoomDetails = { ...toListedRoom(row), createdAt: row.created_at };
    if (row.description !== "") details.description = row.description;
    return details;
  }

  *members(room: string, page: PageQuery): Steps<Page<Member> & { total: number }> {
    const [rank, name, id] = page.after ?? [START, "", ""];
    const rows = yield* this.#members.all(room, rank, name, id, page.limit + 1);
    const { n: total } = (yield* this.#total.get(room)) as { n: number };
    const list = toPage(
      rows as unknown as MemberRow[],
      page.limit,
      (row): Member => ({ person: toPerson(row), role: row.role, joinedAt: row.joined_at }),
      (row) => [row.rank, row.sort_name, row.id],
    );
    return { ...list, total };
  }

  *invitations(
    room: string,
    { by, now }: { by?: string; now: number },
    page: PageQuery,
  ): Steps<Page<Invitation>> {
    const [expires, id] = page.after ?? [START, ""];
    const rows = yield* this.#invitations.all(room, by ?? null, now, expires, id, page.limit + 1);
    return toPage(
      rows as unknown as InvitationRow[],
      page.limit,
      toInvitation,
      (row) => [-row.expires_at, row.invitation],
    );
  }

  *everyInvitation(now: number, page: PageQuery): Steps<Page<AnyInvitation>> {
    const [expires, hash] = page.after ?? [START, ""];
    const rows = yield* this.#everyInvitation.all(now, expires, hash, page.limit + 1);
    return toPage(
      rows as unknown as AnyInvitationRow[],
      page.limit,
      toAnyInvitation,
      (row) => [-row.expires_at, row.code_hash],
    );
  }
}
