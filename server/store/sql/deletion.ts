/**
 * The end of accounts, inside the log's transaction: what they leave behind, and what is erased.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import type { Person } from "../../../shared/protocol/mod.ts";
import type { ProfileWrites } from "../writes/profiles.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Administrators } from "./administrators.ts";
import type { Audit } from "./audit.ts";
import type { Events } from "./events.ts";
import type { Members } from "./members.ts";
import type { Names } from "./names.ts";
import type { RoomWriter } from "./rooms.ts";
import type { Sessions } from "./sessions.ts";
import type { Transaction } from "./transaction.ts";

type Kinds = "delete-account" | "erase-messages";

/** What is shown in the place of a deleted account's name. Nobody can be called so. */
const NAME = "deleted";

interface Own {
  room: string;
  seq: number;
  request_id: string;
  text: string;
}

export class DeletionWriter {
  readonly handlers: Handlers<Kinds & keyof ProfileWrites> = {
    "delete-account": (write) => this.deleteAccount(write),
    "erase-messages": (write) => this.eraseMore(write),
  };
  readonly #hasOthers;
  readonly #empty;
  readonly #insertErasure;
  readonly #erasure;
  readonly #erasures;
  readonly #moveErasure;
  readonly #endErasure;
  readonly #own;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly events: Events,
    private readonly members: Members,
    private readonly rooms: RoomWriter,
    private readonly names: Names,
    private readonly sessions: Sessions,
    private readonly administrators: Administrators,
    private readonly audit: Audit,
  ) {
    this.#hasOthers = database.prepare(
      `SELECT 1 FROM account
       WHERE id <> ? AND guest = 0 AND bot = 0 AND deleted = 0 LIMIT 1`,
    );
    this.#empty = database.prepare(
      `UPDATE account SET name = ?, name_key = NULL, skeleton = NULL, password_hash = NULL,
         display = '', display_key = '', bio = '', email = '', time_zone = '', administrator = 0,
         deleted = 1
       WHERE id = ?`,
    );
    this.#insertErasure = database.prepare("INSERT INTO erasure (account) VALUES (?)");
    this.#erasure = database.prepare("SELECT request_id FROM erasure WHERE account = ?");
    this.#erasures = database.prepare("SELECT account FROM erasure");
    this.#moveErasure = database.prepare("UPDATE erasure SET request_id = ? WHERE account = ?");
    this.#endErasure = database.prepare("DELETE FROM erasure WHERE account = ?");
    this.#own = database.prepare(
      `SELECT room, seq, request_id, text FROM event
       WHERE author = ? AND request_id > ? ORDER BY request_id LIMIT ?`,
    );
  }

  *deleteAccount(write: WriteOf<"delete-account">): Steps<Outcomes["delete-account"]> {
    const { person, passwordHash, messages } = write;
    const { id } = person;
    if ((yield* this.sessions.passwordHashOf(id)) !== passwordHash) {
      throw new ParleyError("wrong-password", "The password was changed just now, elsewhere.");
    }
    yield* this.#checkAdministrator(id);
    if (write.byOperator) {
      // Its name is nowhere any more after this.
      yield* this.audit.note({
        action: "delete-user",
        person: id,
        detail: `messages: ${messages}`,
      });
    }
    const rooms = yield* this.members.roomsOf(id);
    yield* this.rooms.leaveAll(person);
    // A guest never owned its name.
    if (!person.guest) yield* this.names.reserve(id);
    yield* this.#empty.run(NAME, id);
    yield* this.sessions.endAll(id);
    if (messages === "erase") yield* this.#insertErasure.run(id);
    this.transaction.done.people.push({ person: toDeleted(person), rooms });
    return {};
  }

  /** Deleted accounts whose messages are not all erased yet. */
  *erasures(): Steps<string[]> {
    return ((yield* this.#erasures.all()) as { account: string }[]).map((row) => row.account);
  }

  /** A part of them at a time: what other people write has to go on. */
  *eraseMore({ account }: WriteOf<"erase-messages">): Steps<Outcomes["erase-messages"]> {
    const erasure = (yield* this.#erasure.get(account)) as { request_id: string } | undefined;
    if (!erasure) return { done: true };
    const own = (yield* this.#own.all(
      account,
      erasure.request_id,
      limits.erasedMessages,
    )) as unknown as Own[];
    const author = toDeleted({ id: account, name: NAME });
    for (const { room, seq, text } of own) {
      // It was deleted before.
      if (text !== "") yield* this.events.erase(room, seq, author);
    }
    const done = own.length < limits.erasedMessages;
    if (done) yield* this.#endErasure.run(account);
    else yield* this.#moveErasure.run(own[own.length - 1].request_id, account);
    return { done };
  }

  *#checkAdministrator(account: string): Steps<void> {
    const { administrators } = this;
    if (!(yield* administrators.is(account)) || (yield* administrators.hasOthers(account))) return;
    if (!(yield* this.#hasOthers.get(account))) return;
    throw new ParleyError(
      "conflict",
      "You are the only administrator of this server. Make somebody else one first.",
    );
  }
}

function toDeleted({ id, guest }: Person): Person {
  return { id, name: NAME, ...guest && { guest }, deleted: true };
}
