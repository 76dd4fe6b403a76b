/**
 * A process that brings a database up to date, and is killed in the middle of a step:
 * `dying_migration.ts PATH STEP STATEMENT`, both counted from 0.
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { migrate, MIGRATIONS } from "../../server/store/sqlite/migrate.ts";

/** The statements of a step. */
export function statementsOf(step: string): string[] {
  return step.split(/;\s*\n/).filter((statement) =>
    statement.replace(/^--.*$/gm, "").trim() !== ""
  );
}

if (import.meta.main) {
  const [path, step, statement] = Deno.args;
  const database = new DatabaseSync(path);
  database.function("die", () => {
    Deno.kill(Deno.pid, "SIGKILL");
    return null;
  });
  const statements = statementsOf(MIGRATIONS[Number(step)]);
  const dying = statements.toSpliced(Number(statement), 0, "SELECT die()").join(";\n");
  migrate(database, path, MIGRATIONS.with(Number(step), dying));
}
