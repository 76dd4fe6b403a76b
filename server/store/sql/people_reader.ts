/**
 * Reads people, and what an account has that nobody else sees.
 * @module
 */
import type { Database, Statement, Steps } from "./database.ts";
import type { Reads } from "./reads.ts";
import type {
  MessageEvent,
  OwnProfile,
  Person,
  SessionInfo,
  TokenInfo,
} from "../../../shared/protocol/mod.ts";
import { type Page, type PageQuery, toPage } from "../readers/page.ts";
import type { PeopleReader } from "../readers/people.ts";
import { Folding } from "./folding.ts";
import { personColumns, type PersonRow, toPerson } from "./person_row.ts";
import { SESSION_COLUMNS, type SessionRow, toSessionInfo, toTokenInfo } from "./session_row.ts";

interface FoundRow extends PersonRow {
  name_key: string;
}

interface ProfileRow extends PersonRow {
  bio: string;
  email: string;
  time_zone: string;
  created_at: number;
  administrator: number;
}

/** So many members of the asker's rooms are sorted; where there are more, they are soon met by the way. */
const CROWD = 5_000;

const FOUND = `SELECT ${personColumns("account")}, account.name_key FROM account`;

/**
 * Selects ?3 people behind name ?2, by name. It walks through an index that holds little else than names:
 * of 50,000 accounts in a few milliseconds if nobody fits, sooner the more there are who do.
 */
function walk(fits: string): string {
  return `${FOUND} WHERE id IN (
      SELECT id FROM account INDEXED BY account_by_search
      WHERE name_key > ?2 AND (${fits}) ORDER BY name_key LIMIT ?3)
    ORDER BY name_key`;
}

export class PeopleReads implements Reads<PeopleReader> {
  readonly #beginning;
  readonly #holding;
  readonly #crowd;
  readonly #aroundFew;
  readonly #aroundMany;
  readonly #administrator;
  readonly #profile;
  readonly #passwordHash;
  readonly #sessions;
  readonly #tokens;
  readonly #messages;
  readonly #folding: Folding;

  constructor(database: Database) {
    this.#beginning = database.prepare(walk(
      "instr(name_key, ?1) = 1 OR instr(display_key, ?1) = 1",
    ));
    this.#holding = database.prepare(walk(
      `(instr(name_key, ?1) > 1 OR instr(display_key, ?1) > 1)
       AND instr(name_key, ?1) <> 1 AND instr(display_key, ?1) <> 1`,
    ));
    const mine = (ids: string) =>
      `SELECT room FROM member WHERE account = ?1
         AND (${ids} IS NULL OR room IN (SELECT value FROM json_each(${ids})))`;
    this.#crowd = database.prepare(
      `SELECT count(*) AS n FROM (SELECT 1 FROM member WHERE room IN (${
        mine("?2")
      }) LIMIT ?3) AS crowd`,
    );
    this.#aroundFew = database.prepare(
      `${FOUND} WHERE id IN (SELECT account FROM member WHERE room IN (${mine("?4")}))
       AND id <> ?1 AND name_key > ?2 ORDER BY name_key LIMIT ?3`,
    );
    this.#aroundMany = database.prepare(walk(
      `id <> ?1 AND EXISTS (SELECT 1 FROM member WHERE member.account = id AND room IN (${
        mine("?4")
      }))`,
    ));
    this.#administrator = database.prepare(
      `SELECT ${personColumns("account")} FROM account
       WHERE administrator = 1 AND deleted = 0 ORDER BY created_at, id LIMIT 1`,
    );
    this.#profile = database.prepare(
      `SELECT ${personColumns("account")}, bio, email, time_zone, created_at, administrator
       FROM account WHERE id = ?`,
    );
    this.#passwordHash = database.prepare("SELECT password_hash AS hash FROM account WHERE id = ?");
    const sessions = (kind: string) =>
      database.prepare(
        `SELECT ${SESSION_COLUMNS} FROM session
         WHERE account = ? AND kind = '${kind}' AND expires_at > ? AND (-created_at, id) > (?, ?)
         ORDER BY -created_at, id LIMIT ?`,
      );
    this.#sessions = sessions("session");
    this.#tokens = sessions("token");
    this.#messages = database.prepare(
      `SELECT room, seq, request_id FROM event
       WHERE author = ? AND request_id > ? ORDER BY request_id LIMIT ?`,
    );
    this.#folding = new Folding(database);
  }

  *find(key: string, { after = [0, ""], limit }: PageQuery): Steps<Page<Person>> {
    const [part, name] = after;
    const found = part === 0
      ? (yield* this.#beginning.all(key, name, limit + 1)) as unknown as FoundRow[]
      : [];
    const more = limit + 1 - found.length;
    const others = more > 0
      ? (yield* this.#holding.all(key, part === 0 ? "" : name, more)) as unknown as FoundRow[]
      : [];
    const rows = [...found, ...others];
    return toPage(rows, limit, toPerson, (row) => [found.includes(row) ? 0 : 1, row.name_key]);
  }

  *around(
    account: string,
    rooms: readonly string[] | undefined,
    { after = [""], limit }: PageQuery,
  ): Steps<Page<Person>> {
    const ids = rooms ? JSON.stringify(rooms) : null;
    const { n } = (yield* this.#crowd.get(account, ids, CROWD)) as { n: number };
    const statement = n < CROWD ? this.#aroundFew : this.#aroundMany;
    const rows = yield* statement.all(account, after[0], limit + 1, ids);
    return toPage(rows as unknown as FoundRow[], limit, toPerson, (row) => [row.name_key]);
  }

  *administrator(): Steps<Person | undefined> {
    const row = (yield* this.#administrator.get()) as unknown as PersonRow | undefined;
    return row && toPerson(row);
  }

  *profile(account: string): Steps<OwnProfile | undefined> {
    const row = (yield* this.#profile.get(account)) as unknown as ProfileRow | undefined;
    if (!row) return undefined;
    const profile: OwnProfile = { ...toPerson(row), createdAt: row.created_at };
    if (row.bio !== "") profile.bio = row.bio;
    if (row.time_zone !== "") profile.timeZone = row.time_zone;
    if (row.email !== "") profile.email = row.email;
    if (row.administrator) profile.administrator = true;
    return profile;
  }

  *passwordHash(account: string): Steps<string | undefined> {
    const row = (yield* this.#passwordHash.get(account)) as { hash: string | null } | undefined;
    return row?.hash ?? undefined;
  }

  *sessions(account: string, current: string, page: PageQuery): Steps<Page<SessionInfo>> {
    return yield* pageOf(this.#sessions, account, page, (row) => toSessionInfo(row, current));
  }

  *tokens(account: string, page: PageQuery): Steps<Page<TokenInfo>> {
    return yield* pageOf(this.#tokens, account, page, toTokenInfo);
  }

  *messages(account: string, { after = [""], limit }: PageQuery): Steps<Page<MessageEvent>> {
    const rows = (yield* this.#messages.all(account, after[0], limit + 1)) as unknown as {
      room: string;
      seq: number;
      request_id: string;
    }[];
    const page = toPage(
      rows,
      limit,
      (row) => row,
      (row) => [row.request_id],
    );
    const entries: MessageEvent[] = [];
    for (const { room, seq } of page.entries) {
      const message = (yield* this.#folding.history(room, seq))?.message;
      if (message && message.state?.deletedBy === undefined) entries.push(message);
    }
    return { ...page, entries };
  }
}

function* pageOf<T>(
  statement: Statement,
  account: string,
  { after = [Number.MIN_SAFE_INTEGER, ""], limit }: PageQuery,
  toEntry: (row: SessionRow) => T,
): Steps<Page<T>> {
  const rows = yield* statement.all(account, Date.now(), after[0], after[1], limit + 1);
  return toPage(
    rows as unknown as SessionRow[],
    limit,
    toEntry,
    (row) => [-row.session_created_at, row.session],
  );
}
