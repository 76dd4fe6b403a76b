/**
 * Writes about reports, inside the log's transaction.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import type { ModerationWrites } from "../writes/moderation.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Audit } from "./audit.ts";
import type { Transaction } from "./transaction.ts";

type Kinds = "report" | "resolve-report";

export class ReportWriter {
  readonly handlers: Handlers<keyof Pick<ModerationWrites, Kinds>> = {
    "report": (write) => this.report(write),
    "resolve-report": (write) => this.resolve(write),
  };
  readonly #insert;
  readonly #resolve;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly audit: Audit,
  ) {
    // The same message once more changes nothing.
    this.#insert = database.prepare(
      `INSERT INTO report (at, by_account, person, room, seq, reason, text)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    this.#resolve = database.prepare(
      `UPDATE report SET resolved_by = ?, resolved_at = ? WHERE id = ? AND resolved_by IS NULL
       RETURNING room, person, reason`,
    );
  }

  *report(write: WriteOf<"report">): Steps<Outcomes["report"]> {
    const { by, person, room, seq, reason, text } = write;
    const { now } = this.transaction;
    yield* this.#insert.run(now, by.id, person, room ?? null, seq ?? null, reason, text ?? null);
    return {};
  }

  *resolve({ by, report }: WriteOf<"resolve-report">): Steps<Outcomes["resolve-report"]> {
    const resolved = (yield* this.#resolve.get(by.id, this.transaction.now, report)) as
      | { room: string | null; person: string; reason: string }
      | undefined;
    if (!resolved) throw new ParleyError("not-found", "There is no such open report.");
    const { room, person, reason } = resolved;
    yield* this.audit.note({
      actor: by.id,
      action: "resolve-report",
      room: room ?? undefined,
      person,
      detail: reason,
    });
    return {};
  }
}
