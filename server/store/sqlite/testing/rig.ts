/**
 * What tests of the SQLite log share: a log in a temporary folder, and short words for writes.
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseName } from "../../../../shared/names.ts";
import type { LogEvent, Person } from "../../../../shared/protocol/mod.ts";
import type { Commit, Outcomes, Write, WriteAnswer, WriteKind, WriteOf } from "../../log.ts";
import { SqliteLog } from "../log.ts";
import { SqliteReader } from "../reader.ts";

/** A log in a temporary folder, a reader of it, and a clock. */
export class Rig {
  readonly folder = Deno.makeTempDirSync({ prefix: "parley-log-" });
  log = new SqliteLog(this.folder, 0);
  reader = new SqliteReader(this.folder);
  now = 0;

  commit(...writes: Write[]): Promise<Commit> {
    return this.log.commit(writes, ++this.now);
  }

  /** Carries out one write that has to succeed. */
  async done<K extends WriteKind>(write: WriteOf<K>): Promise<Outcomes[K]> {
    const { answers: [answer] } = await this.commit(write as Write);
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.outcome as Outcomes[K];
  }

  async register(name: string, guest = false): Promise<Person> {
    const session = { tokenHash: `session of ${name}`, expiresAt: 1e15 };
    const passwordHash = guest ? undefined : "hash";
    const write: WriteOf<"register"> = {
      kind: "register",
      name: parseName(name, "name"),
      passwordHash,
      session,
    };
    return (await this.done(write)).person;
  }

  async join(person: Person, name: string): Promise<string> {
    return (await this.done(joining(person, name))).room.id;
  }

  events(room: string): Promise<LogEvent[]> {
    return this.reader.range(room, { after: 0, upTo: 1e9 }, { events: 1e9, bytes: 1e12 });
  }

  /** All that the database holds. */
  dump(): string {
    const database = new DatabaseSync(join(this.folder, "parley.db"), { readOnly: true });
    const tables = [
      "account",
      "session",
      "invitation",
      "room",
      "member",
      "event",
      "mention",
      "restriction",
      "audit",
      "report",
      "address_ban",
    ];
    const content = tables.map((table) => database.prepare(`SELECT * FROM ${table}`).all());
    database.close();
    return JSON.stringify(content);
  }

  /** Closes log and reader: nothing but the database's file is left. */
  async close(): Promise<void> {
    this.reader.close();
    await this.log.close();
  }

  open(): void {
    this.log = new SqliteLog(this.folder, this.now);
    this.reader = new SqliteReader(this.folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

export function joining(person: Person, name: string, create = true): WriteOf<"join"> {
  return { kind: "join", person, name: parseName(name, "room"), create };
}

export function append(
  author: Person,
  room: string,
  requestId: string,
  text = "hi",
): WriteOf<"append"> {
  return { kind: "append", author, room, requestId, text };
}

/** Each answer as `ok` or the code of its refusal. */
export function codes(answers: WriteAnswer[]): string[] {
  return answers.map((answer) => answer.ok ? "ok" : answer.code);
}
