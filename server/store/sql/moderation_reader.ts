/**
 * Reads bans, reports and the audit log.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import type { Reads } from "./reads.ts";
import type { AuditEntry, Ban, Person, Report } from "../../../shared/protocol/mod.ts";
import type { AuditFilter, ModerationReader, ReportFilter } from "../readers/moderation.ts";
import { type Page, type PageKey, type PageQuery, toPage } from "../readers/page.ts";
import { personColumns, type PersonRow, prefixedPerson, toPerson } from "./person_row.ts";

type Prefixed = Record<string, unknown>;

interface BanRow extends PersonRow {
  at: number;
  until: number | null;
  reason: string | null;
}

interface ReportRow extends PersonRow {
  report: number;
  at: number;
  reason: string;
  room: string | null;
  seq: number | null;
  text: string | null;
}

interface AuditRow {
  entry: number;
  at: number;
  action: string;
  room: string | null;
  detail: string | null;
}

/** The number after which a page that is newest first goes on downwards. */
function below({ after }: PageQuery): number {
  return after === undefined ? Number.MAX_SAFE_INTEGER : -(after[0] as number);
}

function toBan(row: BanRow): Ban {
  const by = prefixedPerson(row as unknown as Prefixed, "by_")!;
  const ban: Ban = { person: toPerson(row), by, at: row.at };
  if (row.until !== null) ban.until = row.until;
  if (row.reason !== null) ban.reason = row.reason;
  return ban;
}

function toReport(row: ReportRow): Report {
  const report: Report = {
    id: String(row.report),
    by: prefixedPerson(row as unknown as Prefixed, "by_")!,
    at: row.at,
    person: toPerson(row),
    reason: row.reason,
  };
  if (row.room !== null) report.room = row.room;
  if (row.seq !== null) report.seq = row.seq;
  if (row.text !== null) report.text = row.text;
  return report;
}

function toEntry(row: AuditRow): AuditEntry {
  const entry: AuditEntry = { id: row.entry, at: row.at, action: row.action };
  const actor = prefixedPerson(row as unknown as Prefixed, "actor_");
  const person = prefixedPerson(row as unknown as Prefixed, "subject_");
  if (actor) entry.actor = actor;
  if (person) entry.person = person;
  if (row.room !== null) entry.room = row.room;
  if (row.detail !== null) entry.detail = row.detail;
  return entry;
}

export class ModerationReads implements Reads<ModerationReader> {
  readonly #bans;
  readonly #banned;
  readonly #reports;
  readonly #report;
  readonly #roomAudit;
  readonly #serverAudit;

  constructor(database: Database) {
    this.#bans = database.prepare(
      `SELECT ${personColumns("account")}, ${personColumns("author", "by_")},
         restriction.at, restriction.until, restriction.reason
       FROM restriction JOIN account ON account.id = restriction.account
       JOIN account AS author ON author.id = restriction.by_account
       WHERE restriction.room = ? AND restriction.kind = 'ban'
         AND (restriction.until IS NULL OR restriction.until > ?)
         AND (-restriction.at, restriction.account) > (?, ?)
       ORDER BY -restriction.at, restriction.account LIMIT ?`,
    );
    this.#banned = database.prepare(
      `SELECT ${personColumns("account")} FROM restriction
       JOIN account ON account.id = restriction.account
       WHERE restriction.room = ?1 AND restriction.kind = 'ban'
         AND (account.name_key = ?2 OR account.id = ?3 OR account.name = ?3)
       ORDER BY account.name_key IS NULL, restriction.at DESC LIMIT 1`,
    );
    const reports = `SELECT ${personColumns("account")}, ${personColumns("author", "by_")},
        report.id AS report, report.at, report.reason, report.room, report.seq, report.text
      FROM report JOIN account ON account.id = report.person
      JOIN account AS author ON author.id = report.by_account
      WHERE report.resolved_by IS NULL`;
    this.#reports = database.prepare(
      `${reports} AND report.id < ?1 AND report.person <> ?2 AND (?3 IS NULL OR report.room = ?3)
       ORDER BY report.id DESC LIMIT ?4`,
    );
    this.#report = database.prepare(`${reports} AND report.id = ?`);
    const audit = `SELECT audit.id AS entry, audit.at, audit.action, audit.room, audit.detail,
        ${personColumns("actor", "actor_")}, ${personColumns("subject", "subject_")}
      FROM audit LEFT JOIN account AS actor ON actor.id = audit.actor
      LEFT JOIN account AS subject ON subject.id = audit.subject`;
    const page = `audit.id < ?1 AND (?2 IS NULL OR audit.action = ?2)
      AND (?3 IS NULL OR audit.actor = ?3 OR audit.subject = ?3)
      ORDER BY audit.id DESC LIMIT ?4`;
    this.#roomAudit = database.prepare(`${audit} WHERE audit.room = ?5 AND ${page}`);
    // What happens in a private room is its members' own business.
    this.#serverAudit = database.prepare(
      `${audit} LEFT JOIN room ON room.id = audit.room
       WHERE (audit.room IS NULL OR room.kind = 'public') AND ${page}`,
    );
  }

  *bans(room: string, now: number, query: PageQuery): Steps<Page<Ban>> {
    const [at, account] = query.after ?? [-Number.MAX_SAFE_INTEGER, ""];
    const rows =
      (yield* this.#bans.all(room, now, at, account, query.limit + 1)) as unknown as BanRow[];
    return toPage(rows, query.limit, toBan, ({ at, id }): PageKey => [-at, id]);
  }

  *banned(room: string, nameKey: string, ref: string): Steps<Person | undefined> {
    const row = (yield* this.#banned.get(room, nameKey, ref)) as unknown as PersonRow | undefined;
    return row && toPerson(row);
  }

  *reports({ room, asker }: ReportFilter, query: PageQuery): Steps<Page<Report>> {
    const rows = yield* this.#reports.all(below(query), asker, room ?? null, query.limit + 1);
    return toPage(
      rows as unknown as ReportRow[],
      query.limit,
      toReport,
      (row): PageKey => [-row.report],
    );
  }

  *report(id: number): Steps<Report | undefined> {
    const row = (yield* this.#report.get(id)) as unknown as ReportRow | undefined;
    return row && toReport(row);
  }

  *audit({ room, action, person }: AuditFilter, query: PageQuery): Steps<Page<AuditEntry>> {
    const filter = [below(query), action ?? null, person ?? null, query.limit + 1] as const;
    const rows = room === undefined
      ? (yield* this.#serverAudit.all(...filter))
      : (yield* this.#roomAudit.all(...filter, room));
    return toPage(
      rows as unknown as AuditRow[],
      query.limit,
      toEntry,
      (row): PageKey => [-row.entry],
    );
  }
}
