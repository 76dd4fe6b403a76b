/**
 * The log's SQL on PostgreSQL: statements in its words, prepared once for each connection, and steps that
 * wait for their answers.
 * @module
 */
// @ts-types="@types/pg"
import type { QueryConfig, QueryResult } from "pg";
import type { Parameter, Row, Statement, Steps } from "../sql/database.ts";

export type Ask = (query: QueryConfig) => Promise<QueryResult>;

/** `?` and `?1` → `$1`; what is SQLite's alone → what stands in for it. */
export function translate(sql: string): string {
  let last = 0;
  return sql
    .replace(/'[^']*'|\?(\d*)( IS NULL)?/g, (whole, number, isNull) => {
      if (whole.startsWith("'")) return whole;
      // By this alone PostgreSQL can't tell what kind of value it is.
      return `$${number || ++last}${isNull ? "::text IS NULL" : ""}`;
    })
    .replaceAll("json_each(", "each_of(")
    .replace(/ INDEXED BY \w+/g, "");
}

let statements = 0;

export function prepare(sql: string, ask: Ask): Statement {
  const text = translate(sql);
  const name = `parley ${++statements}`;
  const answer = (values: Parameter[]) => ask({ name, text, values });
  return {
    *get(...values): Steps<Row | undefined> {
      return (yield answer(values)).rows[0];
    },
    *all(...values): Steps<Row[]> {
      return (yield answer(values)).rows;
    },
    *run(...values) {
      return { changes: (yield answer(values)).rowCount ?? 0 };
    },
  };
}

export async function runSteps<T>(steps: Steps<T>): Promise<T> {
  let next = steps.next();
  while (!next.done) {
    let answer: unknown;
    try {
      answer = await next.value;
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(answer);
  }
  return next.value;
}

/** Gives a different answer after each commit. */
export const VERSION = "SELECT pg_current_snapshot()::text AS version";
