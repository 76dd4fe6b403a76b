/**
 * What tests of a log share, whatever its database: a log, a reader of it, and short words for writes.
 * @module
 */
import assert from "node:assert/strict";
import { parseName } from "../../../../shared/names.ts";
import type { LogEvent, Person } from "../../../../shared/protocol/mod.ts";
import type {
  Commit,
  Log,
  Outcomes,
  Reader,
  Write,
  WriteAnswer,
  WriteKind,
  WriteOf,
} from "../../log.ts";
import type { Value } from "../database.ts";

/** What a test compares of a database: all that a refused write may have touched. */
export const DUMPED = [
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

/** A log, a reader of it, and a clock. */
export abstract class LogRig {
  abstract log: Log;
  abstract reader: Reader;
  /** Of these years, since it is more than an `integer` of PostgreSQL holds. */
  now = 1_700_000_000_000;

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

  /** Changes the database past the log, as a failing disk would: each statement with its values. */
  abstract tamper(...statements: readonly [sql: string, ...values: Value[]][]): Promise<void>;
  /** All that the database holds. */
  abstract dump(): Promise<string>;
  /** Closes log and reader: nothing but the database is left. */
  abstract close(): Promise<void>;
  abstract open(): Promise<void> | void;
  abstract [Symbol.asyncDispose](): Promise<void>;

  /** The server stops and starts. */
  async restart(): Promise<void> {
    await this.close();
    await this.open();
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
