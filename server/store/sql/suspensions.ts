/**
 * Shuts accounts out of the server, inside the log's transaction.
 * @module
 */
import { ParleyError } from "../../../shared/errors.ts";
import { CLOSE } from "../../../shared/protocol/mod.ts";
import type { Steps } from "./database.ts";
import { describeDeed, endOf, suspended } from "../../chat/moderation.ts";
import type { ModerationWrites } from "../writes/moderation.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { AccountWriter } from "./accounts.ts";
import type { Administrators } from "./administrators.ts";
import type { Audit } from "./audit.ts";
import { type Restrictions, SERVER } from "./restrictions.ts";
import type { Sessions } from "./sessions.ts";
import type { Transaction } from "./transaction.ts";

type Kinds = "suspend" | "unsuspend" | "note-network" | "ban-network";

export class SuspensionWriter {
  readonly handlers: Handlers<keyof Pick<ModerationWrites, Kinds>> = {
    "suspend": (write) => this.suspend(write),
    "unsuspend": (write) => this.unsuspend(write),
    "note-network": (write) => this.noteNetwork(write),
    "ban-network": (write) => this.banNetwork(write),
  };

  constructor(
    private readonly transaction: Transaction,
    private readonly accounts: AccountWriter,
    private readonly sessions: Sessions,
    private readonly administrators: Administrators,
    private readonly restrictions: Restrictions,
    private readonly audit: Audit,
  ) {}

  *suspend(write: WriteOf<"suspend">): Steps<Outcomes["suspend"]> {
    const { actor, person, reason } = write;
    const { done, now } = this.transaction;
    if ((yield* this.administrators.is(person.id))) {
      throw new ParleyError(
        "forbidden",
        `@${person.name} is an administrator. Take that back first.`,
      );
    }
    const until = endOf(write.seconds, person.guest === true, now);
    yield* this.restrictions.set(SERVER, person.id, "ban", { by: actor.id, until, reason });
    const { message } = suspended({ until, reason }, now);
    const bye = { type: "bye", code: CLOSE.suspended, reason: message, reconnect: false } as const;
    done.notices.push({ account: person.id, frame: bye });
    if (person.guest) yield* this.accounts.release(person.id);
    else yield* this.sessions.endAll(person.id);
    yield* this.audit.note({
      actor: actor.id,
      action: "suspend",
      person: person.id,
      detail: describeDeed({ until, reason }, now),
    });
    return {};
  }

  // deno-lint-ignore require-yield -- it is kept in memory alone
  *noteNetwork({ guest, network }: WriteOf<"note-network">): Steps<Outcomes["note-network"]> {
    this.restrictions.noteNetwork(guest, network);
    return {};
  }

  *banNetwork(write: WriteOf<"ban-network">): Steps<Outcomes["ban-network"]> {
    yield* this.restrictions.banNetwork(write);
    return {};
  }

  *unsuspend({ actor, person }: WriteOf<"unsuspend">): Steps<Outcomes["unsuspend"]> {
    if (!(yield* this.restrictions.lift(SERVER, person.id, "ban"))) {
      throw new ParleyError("not-found", `@${person.name} is not suspended.`);
    }
    yield* this.audit.note({ actor: actor.id, action: "unsuspend", person: person.id });
    return {};
  }
}
