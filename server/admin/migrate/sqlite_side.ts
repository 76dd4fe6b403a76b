/**
 * A data folder as a side of a migration. As a target it is a file beside its place until all is there.
 * @module
 */
import { Buffer } from "node:buffer";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import { makePrivate, PRIVATE_FOLDER } from "../../private_file.ts";
import { INDEX_FILE, removeIndex } from "../../search/index_file.ts";
import { lockFolder } from "../../store/sqlite/connection.ts";
import { migrate, MIGRATIONS, schemaOf } from "../../store/sqlite/migrate.ts";
import { databasePath, openData } from "../data_file.ts";
import { place } from "../placed_file.ts";
import { refuseData } from "../replace_data.ts";
import {
  type Key,
  MOVED,
  type MovedTable,
  type Progress,
  type Row,
  type Side,
  type Target,
} from "./side.ts";

class SqliteSide implements Side {
  readonly #columns = new Map<string, string[]>();

  constructor(
    readonly label: string,
    protected readonly database: DatabaseSync,
    private readonly lock: DatabaseSync,
  ) {}

  columns(table: string): Promise<string[]> {
    const rows = this.database.prepare("SELECT name FROM pragma_table_info(?)").all(table);
    const names = rows.map(({ name }) => name as string).sort();
    this.#columns.set(table, names);
    return Promise.resolve(names);
  }

  count(table: string): Promise<number> {
    const { n } = this.database.prepare(`SELECT count(*) AS n FROM ${table}`).get()!;
    return Promise.resolve(n as number);
  }

  read({ name, key }: MovedTable, after: Key | undefined, limit: number): Promise<Row[]> {
    const order = key.join(", ");
    const behind = after ? `WHERE (${order}) > (${key.map(() => "?")})` : "";
    const rows = this.database
      .prepare(`SELECT * FROM ${name} ${behind} ORDER BY ${order} LIMIT ${limit}`)
      .all(...keyValues(name, after ?? []));
    return Promise.resolve(rows as Row[]);
  }

  close(): Promise<void> {
    this.database.close();
    this.lock.close();
    return Promise.resolve();
  }
}

/** The only key that is no text or number is written as one. */
function keyValues(table: string, key: Key) {
  return table === "address_key" ? key.map((part) => Buffer.from(`${part}`, "base64")) : key;
}

export class SqliteSource extends SqliteSide {
  /** @throws {ParleyError} if there are no data, a server uses them, or they are of another version. */
  static open(folder: string): SqliteSource {
    const path = databasePath(folder);
    if (!existsSync(path)) openData(folder);
    const lock = lockFolder(folder);
    try {
      const database = openData(folder);
      const schema = schemaOf(database);
      if (schema === MIGRATIONS.length) return new SqliteSource(`sqlite:${folder}`, database, lock);
      database.close();
      throw new ParleyError(
        "conflict",
        `${path} has schema ${schema}, this program's is ${MIGRATIONS.length}. Start this ` +
          "parley-server on it once, and stop it: that brings it up to date.",
      );
    } catch (error) {
      lock.close();
      throw error;
    }
  }
}

export class SqliteTarget extends SqliteSide implements Target {
  private constructor(private readonly folder: string, database: DatabaseSync, lock: DatabaseSync) {
    super(`sqlite:${folder}`, database, lock);
  }

  /** @throws {ParleyError} `conflict` if there are data, or a server uses the folder. */
  static open(folder: string): SqliteTarget {
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
    const lock = lockFolder(folder);
    let database: DatabaseSync | undefined;
    try {
      refuseData(folder, false);
      const path = movingPath(folder);
      makePrivate(path);
      database = new DatabaseSync(path);
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
      migrate(database, path);
      return new SqliteTarget(folder, database, lock);
    } catch (error) {
      database?.close();
      lock.close();
      throw error;
    }
  }

  progress(): Promise<Progress | undefined> {
    const row = this.#isUnderWay && this.database.prepare("SELECT progress FROM moving").get();
    return Promise.resolve(row ? JSON.parse(row.progress as string) : undefined);
  }

  begin(source: string): Promise<void> {
    this.#inTransaction(() => {
      for (const { name } of MOVED.toReversed()) this.database.exec(`DELETE FROM ${name}`);
      this.database.exec("CREATE TABLE IF NOT EXISTS moving (progress TEXT NOT NULL)");
      this.database.exec("DELETE FROM moving");
      this.#note({ source, table: "", after: [] });
    });
    return Promise.resolve();
  }

  write(
    { name }: MovedTable,
    columns: readonly string[],
    rows: Row[],
    to: Progress,
  ): Promise<void> {
    this.#inTransaction(() => {
      const insert = this.database.prepare(
        `INSERT INTO ${name} (${columns}) VALUES (${columns.map(() => "?")})`,
      );
      for (const row of rows) insert.run(...columns.map((column) => row[column]));
      this.#note(to);
    });
    return Promise.resolve();
  }

  finish(): Promise<void> {
    this.database.exec(
      "DROP TABLE moving; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE",
    );
    // It knows other events than these, perhaps by the same numbers.
    removeIndex(join(this.folder, INDEX_FILE));
    place(movingPath(this.folder), databasePath(this.folder));
    return Promise.resolve();
  }

  get #isUnderWay(): boolean {
    const tables = this.database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'moving'").all();
    return tables.length > 0;
  }

  #note(progress: Progress): void {
    this.database.exec("DELETE FROM moving");
    this.database.prepare("INSERT INTO moving VALUES (?)").run(JSON.stringify(progress));
  }

  #inTransaction(run: () => void): void {
    this.database.exec("BEGIN IMMEDIATE");
    try {
      run();
      this.database.exec("COMMIT");
    } catch (error) {
      this.database.exec("ROLLBACK");
      throw error;
    }
  }
}

function movingPath(folder: string): string {
  return `${databasePath(folder)}.moving`;
}
