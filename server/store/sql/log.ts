/**
 * The log in SQL: group commit of everything that waits, in one transaction.
 *
 * Longer because every writer is made here, with what it shares with the others.
 * @module
 */
import type { LogDatabase, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import type { Commit, Log, Outcomes, Write, WriteAnswer, WriteKind, WriteOf } from "../log.ts";
import type { Handlers } from "../writes/writes.ts";
import { AccountWriter } from "./accounts.ts";
import { Administrators } from "./administrators.ts";
import { AppendRun } from "./append_run.ts";
import { Audit } from "./audit.ts";
import { DeletionWriter } from "./deletion.ts";
import { Events } from "./events.ts";
import { HookWriter } from "./hooks.ts";
import { PushWriter } from "./push.ts";
import { InvitationWriter } from "./invitations.ts";
import { Members } from "./members.ts";
import { MessageChangeWriter } from "./message_changes.ts";
import { MessageWriter } from "./messages.ts";
import { ModerationWriter } from "./moderation.ts";
import { Names } from "./names.ts";
import { NewsWriter } from "./news.ts";
import { ProfileWriter } from "./profiles.ts";
import { ReadMarkers } from "./read_markers.ts";
import { ReportWriter } from "./reports.ts";
import { Restrictions } from "./restrictions.ts";
import { RetentionWriter } from "./retention.ts";
import { Roles } from "./roles.ts";
import { RoomRules } from "./room_rules.ts";
import { RoomSettings } from "./room_settings.ts";
import { RoomWriter } from "./rooms.ts";
import { Sessions } from "./sessions.ts";
import { SuspensionWriter } from "./suspensions.ts";
import { StrangerWriter } from "./strangers.ts";
import { type Mark, Transaction } from "./transaction.ts";

/** What {@linkcode Transaction} had done when it began. */
const START: Mark = new Transaction().mark();

export class SqlLog implements Log {
  readonly #database: LogDatabase;
  readonly #transaction = new Transaction();
  /** Undefined where a statement is not a journey. */
  readonly #run: AppendRun | undefined;
  readonly #savepoint;
  readonly #release;
  readonly #rollBack;
  readonly #events: Events;
  readonly #members: Members;
  readonly #rules: RoomRules;
  readonly #restrictions: Restrictions;
  readonly #rooms: RoomWriter;
  readonly #administrators: Administrators;
  readonly #accounts: AccountWriter;
  readonly #deletion: DeletionWriter;
  readonly #strangers: StrangerWriter;
  readonly #news: NewsWriter | undefined;
  readonly #handlers: Handlers<WriteKind>;

  /**
   * {@linkcode begin} comes before anything else.
   * @param owner administers the server (a name's key), else the first account. @param node of a cluster.
   */
  constructor(database: LogDatabase, owner?: string, node?: string) {
    this.#database = database;
    this.#news = node === undefined ? undefined : new NewsWriter(database, node);
    this.#savepoint = database.prepare("SAVEPOINT one");
    this.#release = database.prepare("RELEASE SAVEPOINT one");
    this.#rollBack = database.prepare("ROLLBACK TO SAVEPOINT one");
    const transaction = this.#transaction;
    const run = this.#run = database.shared ? new AppendRun(database) : undefined;
    const events = this.#events = new Events(database, transaction, run);
    const members = this.#members = new Members(database, transaction);
    const rules = this.#rules = new RoomRules(database, transaction);
    const restrictions = this.#restrictions = new Restrictions(database, transaction);
    const audit = new Audit(database, transaction);
    const roles = new Roles(database, events, members, audit);
    const rooms = this.#rooms = new RoomWriter(
      database,
      transaction,
      events,
      members,
      roles,
      restrictions,
    );
    const settings = new RoomSettings(database, events, rooms, rules, audit);
    const markers = new ReadMarkers(database, transaction, events, rooms);
    const invitations = new InvitationWriter(
      database,
      transaction,
      members,
      rooms,
      restrictions,
      audit,
    );
    const messages = new MessageWriter(database, transaction, events, members, rules, rooms);
    const changes = new MessageChangeWriter(
      database,
      transaction,
      events,
      members,
      rules,
      audit,
    );
    const administrators = this.#administrators = new Administrators(
      database,
      transaction,
      audit,
      owner,
    );
    const names = new Names(database);
    const sessions = new Sessions(database, transaction, restrictions);
    this.#accounts = new AccountWriter(
      database,
      transaction,
      rooms,
      restrictions,
      administrators,
      names,
      sessions,
      audit,
    );
    const profiles = new ProfileWriter(database, transaction, members, names, sessions, audit);
    this.#deletion = new DeletionWriter(
      database,
      transaction,
      events,
      members,
      rooms,
      names,
      sessions,
      administrators,
      audit,
    );
    const hooks = new HookWriter(database, transaction, events, audit);
    const push = new PushWriter(database, transaction);
    const moderation = new ModerationWriter(
      database,
      transaction,
      events,
      members,
      rules,
      restrictions,
      audit,
    );
    const reports = new ReportWriter(database, transaction, audit);
    const suspensions = new SuspensionWriter(
      transaction,
      this.#accounts,
      sessions,
      administrators,
      restrictions,
      audit,
    );
    this.#strangers = new StrangerWriter(database, transaction);
    const retention = new RetentionWriter(database, transaction, events);
    this.#handlers = {
      ...this.#strangers.handlers,
      ...messages.handlers,
      ...changes.handlers,
      ...rooms.handlers,
      ...roles.handlers,
      ...settings.handlers,
      ...markers.handlers,
      ...invitations.handlers,
      ...hooks.handlers,
      ...push.handlers,
      ...this.#accounts.handlers,
      ...sessions.handlers,
      ...profiles.handlers,
      ...this.#deletion.handlers,
      ...administrators.handlers,
      ...moderation.handlers,
      ...reports.handlers,
      ...suspensions.handlers,
      ...retention.handlers,
    };
  }

  /** What a new database needs, in a transaction. */
  *begin(now: number): Steps<void> {
    yield* this.#restrictions.start();
    yield* this.#rooms.ensureLobby(now);
    yield* this.#administrators.ensureOwner(now);
  }

  async commit(writes: readonly Write[], now: number): Promise<Commit> {
    try {
      return await this.#database.transaction(() => this.#carryOutAll(writes, now), writes);
    } catch (error) {
      this.#transaction.undo(START);
      throw error;
    }
  }

  probe(): Promise<void> {
    return this.#database.probe();
  }

  giveUp(): void {
    this.#database.giveUp();
  }

  async guests(): Promise<string[]> {
    const guests = await this.#database.run(this.#accounts.guests());
    return guests.map((guest) => guest.id);
  }

  erasures(): Promise<string[]> {
    return this.#database.run(this.#deletion.erasures());
  }

  strangerBlocks(): Promise<[account: string, blocked: string][]> {
    return this.#database.run(this.#strangers.blocks());
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  *#carryOutAll(writes: readonly Write[], now: number): Steps<Commit> {
    this.#transaction.begin(now);
    this.#events.begin();
    this.#rules.begin();
    this.#members.forget();
    this.#run?.forget();
    const answers: WriteAnswer[] = [];
    for (let next = 0; next < writes.length; next = answers.length) {
      const appends = this.#run ? appendsFrom(writes, next) : [];
      if (appends.length > 1) {
        yield* this.#members.expect(askedOf(appends));
        yield* this.#run!.begin(appends);
        for (const append of appends) answers.push(yield* this.#answer(append));
        yield* this.#run!.end();
      } else {
        answers.push(yield* this.#answer(writes[next]));
      }
    }
    yield* this.#members.settle();
    yield* this.#events.end();
    if (this.#news) yield* this.#news.write(this.#transaction.done);
    return { answers, ...this.#transaction.done };
  }

  *#answer(write: Write): Steps<WriteAnswer> {
    try {
      // An append is refused before it has written anything; everything else is undone as a whole.
      const outcome = write.kind === "append"
        ? yield* this.#handlers.append(write)
        : yield* this.#undoIfRefused(this.#carryOut(write));
      return { ok: true, outcome };
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      return { ok: false, code: error.code, message: error.message };
    }
  }

  #carryOut<K extends WriteKind>(write: Write & { kind: K }): Steps<Outcomes[K]> {
    const handler = this.#handlers[write.kind as K] as (write: Write) => Steps<Outcomes[K]>;
    return handler(write);
  }

  *#undoIfRefused<T>(steps: Steps<T>): Steps<T> {
    yield* this.#members.settle();
    const mark = this.#transaction.mark();
    yield* this.#savepoint.run();
    try {
      const outcome = yield* steps;
      yield* this.#members.settle();
      yield* this.#release.run();
      return outcome;
    } catch (error) {
      // With anything else, the whole transaction is rolled back.
      if (error instanceof ParleyError) {
        yield* this.#rollBack.run();
        yield* this.#release.run();
        this.#transaction.undo(mark);
      }
      throw error;
    }
  }
}

/** The appends from `start` on, up to the first write that is none, or asks for another message. */
function appendsFrom(writes: readonly Write[], start: number): WriteOf<"append">[] {
  const appends: WriteOf<"append">[] = [];
  for (let next = start; next < writes.length; next++) {
    const write = writes[next];
    // What it answers may be of this very run, and not be written yet.
    if (write.kind !== "append" || write.replyTo !== undefined) break;
    appends.push(write);
  }
  return appends;
}

/** Who has to be a member, or may be. */
function askedOf(appends: readonly WriteOf<"append">[]): [room: string, account: string][] {
  return appends.flatMap(({ room, author, mentions = [] }) =>
    [author.id, ...mentions].map((account): [string, string] => [room, account])
  );
}
