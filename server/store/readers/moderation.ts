/**
 * Reads of those who keep order: bans, reports, the audit log.
 * @module
 */
import type { AuditEntry, Ban, Person, Report } from "../../../shared/protocol/mod.ts";
import type { Page, PageQuery } from "./page.ts";

/** Which reports: open ones, and never those about the asker. */
export interface ReportFilter {
  /** Undefined: all of the server's. */
  room?: string;
  /** Account that asks. */
  asker: string;
}

/** Which entries of the audit log. */
export interface AuditFilter {
  /** Undefined: the server's own and those of public rooms. */
  room?: string;
  action?: string;
  /** Account that did it, or that it was done to. */
  person?: string;
}

export interface ModerationReader {
  /** Bans that are in force, newest first; the key is `[-at, account]`. @param room `""`: the server. */
  bans(room: string, now: number, query: PageQuery): Promise<Page<Ban>>;
  /**
   * Who of those banned is meant: guests that are gone, and whoever has another name by now, are found
   * by the name that they had or by id.
   */
  banned(room: string, nameKey: string, ref: string): Promise<Person | undefined>;
  /** Newest first; the key is the report's number, negative. */
  reports(filter: ReportFilter, query: PageQuery): Promise<Page<Report>>;
  /** A report that is open. */
  report(id: number): Promise<Report | undefined>;
  /** Newest first; the key is the entry's number, negative. */
  audit(filter: AuditFilter, query: PageQuery): Promise<Page<AuditEntry>>;
}
