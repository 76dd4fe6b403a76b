/**
 * Databases as earlier versions left them: the schema of each, with rows in every table.
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { migrate, MIGRATIONS } from "../migrate.ts";

export const ALICE = "UA000000000000000";
export const BOB = "UB000000000000000";
export const GARDEN = "RG000000000000000";

/** The rows that were new with each schema, in its columns. */
const ROWS: readonly string[] = [
  `INSERT INTO account (id, name, name_key, skeleton, password_hash, guest, created_at) VALUES
     ('${ALICE}', 'alice', 'alice', 'allce', 'hash', 0, 10),
     ('${BOB}', 'bob', 'bob', 'bob', 'hash', 0, 11),
     ('UG000000000000000', 'gone', NULL, NULL, NULL, 1, 12);
   INSERT INTO session VALUES ('token', '${ALICE}', 13, 9000000000000);
   INSERT INTO invitation (code_hash, uses_left, expires_at) VALUES ('code', 3, 9000000000000);
   INSERT INTO room (id, kind, name, skeleton, direct_key, head, created_at) VALUES
     ('RH000000000000000', 'public', 'lobby', 'lobby', NULL, 2, 9),
     ('${GARDEN}', 'public', 'garden', 'garden', NULL, 5, 14),
     ('RD000000000000000', 'direct', NULL, NULL, '${ALICE} ${BOB}', 1, 15);
   INSERT INTO member (room, account, joined_at) VALUES
     ('RH000000000000000', '${ALICE}', 10), ('RH000000000000000', '${BOB}', 11),
     ('${GARDEN}', '${ALICE}', 14), ('${GARDEN}', '${BOB}', 16),
     ('RD000000000000000', '${ALICE}', 15), ('RD000000000000000', '${BOB}', 15);
   INSERT INTO event (room, seq, at, author, kind, request_id, text, action) VALUES
     ('RH000000000000000', 1, 10, '${ALICE}', 'join', NULL, NULL, 0),
     ('RH000000000000000', 2, 11, '${BOB}', 'join', NULL, NULL, 0),
     ('${GARDEN}', 1, 14, '${ALICE}', 'create', NULL, NULL, 0),
     ('${GARDEN}', 2, 14, '${ALICE}', 'join', NULL, NULL, 0),
     ('${GARDEN}', 3, 16, '${BOB}', 'join', NULL, NULL, 0),
     ('${GARDEN}', 4, 17, '${ALICE}', 'message', 'm1', 'Grüße 🦜', 0),
     ('${GARDEN}', 5, 18, '${BOB}', 'message', 'm1', 'waves', 1),
     ('RD000000000000000', 1, 15, '${ALICE}', 'create', NULL, NULL, 0);`,
  `UPDATE room SET topic = 'Roses', description = 'Thorns', head = 7 WHERE id = '${GARDEN}';
   INSERT INTO event (room, seq, at, author, kind, text, target, ordinal) VALUES
     ('${GARDEN}', 6, 19, '${ALICE}', 'edit', 'Grüße, alle', 4, 2);
   INSERT INTO event (room, seq, at, author, kind, target, ordinal, data) VALUES
     ('${GARDEN}', 7, 20, '${BOB}', 'react', 4, 2, '{"emoji":"👍","on":true}');
   UPDATE member SET read_seq = 4 WHERE room = '${GARDEN}' AND account = '${BOB}';
   INSERT INTO mention VALUES ('${GARDEN}', '${BOB}', 4);
   INSERT INTO restriction VALUES ('${GARDEN}', '${BOB}', 'mute', '${ALICE}', 21, 22, 'noise');
   INSERT INTO audit (at, actor, action, room, subject) VALUES (21, '${ALICE}', 'mute', '${GARDEN}', '${BOB}');`,
  `INSERT INTO former_name VALUES ('alicia', 'allcla', 'alicia', '${ALICE}');
   INSERT INTO session (token_hash, account, created_at, expires_at, id, kind, name, scopes)
     VALUES ('api', '${BOB}', 23, 9000000000000, 'T0', 'token', 'bot', '["read"]');`,
  `INSERT INTO report (at, by_account, person, room, seq, reason) VALUES (24, '${ALICE}', '${BOB}', '${GARDEN}', 5, 'rude');
   INSERT INTO address_ban VALUES ('${GARDEN}', 'keyed', 'UG000000000000000', 9000000000000);`,
  `INSERT INTO hook (id, kind, room, name, created_at, url, secret, cursor)
     VALUES ('H0', 'outgoing', '${GARDEN}', 'ci', 25, 'https://example.org/', 's', 5);`,
  `INSERT INTO stranger_block VALUES ('${ALICE}', '${BOB}');`,
  `UPDATE room SET head = 8 WHERE id = '${GARDEN}';
   INSERT INTO event (room, seq, at, author, kind, target, ordinal, data) VALUES
     ('${GARDEN}', 8, 26, '${ALICE}', 'pin', 4, 2, '{"on":true}');`,
  `UPDATE room SET retention = 30 WHERE id = '${GARDEN}';`,
  `INSERT INTO push_subscription VALUES ('token', '${ALICE}', 'https://push.example.org/1', 'p', 'a', 27, 0);
   INSERT INTO push_cursor VALUES ('${GARDEN}', 8);`,
];

/** Writes the database of a version to a file. @param schema its number, 1 or more. */
export function writeOldDatabase(path: string, schema: number): void {
  if (ROWS.length !== MIGRATIONS.length) throw new Error("Each schema needs rows of its own here.");
  const database = new DatabaseSync(path);
  for (let version = 1; version <= schema; version++) {
    migrate(database, path, MIGRATIONS.slice(0, version));
    database.exec(ROWS[version - 1]);
  }
  database.exec("PRAGMA journal_mode = WAL");
  database.close();
}

export type Dump = Record<string, Record<string, unknown>[]>;

/** All rows of all tables, in whatever order they are. */
export function dump(path: string): Dump {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return Object.fromEntries(
      tables.map(({ name }) => [
        name,
        database.prepare(`SELECT * FROM ${name}`).all().map((row) => ({ ...row })),
      ]),
    );
  } finally {
    database.close();
  }
}
