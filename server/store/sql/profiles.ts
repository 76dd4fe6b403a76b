/**
 * What accounts are called and say of themselves, and their passwords, inside the log's transaction.
 * @module
 */
import type { Audit } from "./audit.ts";
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import type { ProfileWrites } from "../writes/profiles.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Members } from "./members.ts";
import type { Names } from "./names.ts";
import { personColumns, type PersonRow, toPerson } from "./person_row.ts";
import type { Sessions } from "./sessions.ts";
import type { Transaction } from "./transaction.ts";

type Kinds = "set-profile" | "rename" | "change-password";

/** The account was deleted while something was done with it. */
function gone(): ParleyError {
  return new ParleyError("not-signed-in", "This account is deleted.");
}

export class ProfileWriter {
  readonly handlers: Handlers<Kinds & keyof ProfileWrites> = {
    "set-profile": (write) => this.setProfile(write),
    "rename": (write) => this.rename(write),
    "change-password": (write) => this.changePassword(write),
  };
  readonly #update;
  readonly #nameKey;
  readonly #rename;
  readonly #setPassword;
  readonly #person;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly members: Members,
    private readonly names: Names,
    private readonly sessions: Sessions,
    private readonly audit: Audit,
  ) {
    this.#update = database.prepare(
      `UPDATE account SET display = coalesce(?2, display), display_key = coalesce(?3, display_key),
         bio = coalesce(?4, bio), email = coalesce(?5, email), time_zone = coalesce(?6, time_zone)
       WHERE id = ?1 AND deleted = 0`,
    );
    this.#nameKey = database.prepare("SELECT name_key FROM account WHERE id = ? AND deleted = 0");
    this.#rename = database.prepare(
      "UPDATE account SET name = ?, name_key = ?, skeleton = ? WHERE id = ?",
    );
    this.#setPassword = database.prepare(
      "UPDATE account SET password_hash = ? WHERE id = ? AND password_hash = ?",
    );
    this.#person = database.prepare(
      `SELECT ${personColumns("account")} FROM account WHERE id = ?`,
    );
  }

  *setProfile(write: WriteOf<"set-profile">): Steps<Outcomes["set-profile"]> {
    const { account, display, bio, email, timeZone } = write;
    const twin = display && display.look !== "" &&
      (yield* this.names.looksLike(display.look, account));
    if (twin) {
      throw new ParleyError(
        "name-taken",
        `The display name ${display.text} looks too much like @${twin}, who is somebody else. ` +
          "Choose another one.",
      );
    }
    const updated = yield* this.#update.run(
      account,
      display?.text ?? null,
      display?.key ?? null,
      bio ?? null,
      email ?? null,
      timeZone ?? null,
    );
    if (Number(updated.changes) === 0) throw gone();
    if (display) yield* this.#tell(account);
    return {};
  }

  *rename({ account, name }: WriteOf<"rename">): Steps<Outcomes["rename"]> {
    const before = (yield* this.#nameKey.get(account)) as { name_key: string } | undefined;
    if (!before) throw gone();
    yield* this.names.checkFree(name, account);
    if (before.name_key !== name.key) {
      yield* this.names.reserve(account);
      yield* this.names.takeBack(name, account);
      yield* this.names.checkFormer(account);
    }
    yield* this.#rename.run(name.display, name.key, name.skeleton, account);
    yield* this.#tell(account);
    return {};
  }

  *changePassword(write: WriteOf<"change-password">): Steps<Outcomes["change-password"]> {
    const { account, oldHash, newHash, keep } = write;
    if (Number((yield* this.#setPassword.run(newHash, account, oldHash)).changes) === 0) {
      throw new ParleyError("wrong-password", "The password was changed just now, elsewhere.");
    }
    yield* this.sessions.endAll(account, keep);
    if (write.byOperator) yield* this.audit.note({ action: "set-password", person: account });
    return {};
  }

  *#tell(account: string): Steps<void> {
    const row = (yield* this.#person.get(account)) as unknown as PersonRow;
    const rooms = yield* this.members.roomsOf(account);
    this.transaction.done.people.push({ person: toPerson(row), rooms });
  }
}
