/**
 * Writes of a room's moderators and owners, inside the log's transaction.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import type { PersonEvent, Role, RoomKind } from "../../../shared/protocol/mod.ts";
import { describeDeed, endOf, judgeActingOn } from "../../chat/moderation.ts";
import { type Standing, standingIn } from "../../chat/permissions.ts";
import { notThere } from "../../chat/sending.ts";
import type { ModerationWrites } from "../writes/moderation.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Audit } from "./audit.ts";
import type { Events } from "./events.ts";
import type { Members } from "./members.ts";
import type { Restrictions } from "./restrictions.ts";
import type { RoomRules } from "./room_rules.ts";
import type { Transaction } from "./transaction.ts";

type Kinds = "kick" | "ban" | "unban" | "mute" | "unmute";
type Deed = WriteOf<Kinds>;

interface PartyRow {
  kind: RoomKind;
  role: Role | null;
  administrator: number;
}

export class ModerationWriter {
  readonly handlers: Handlers<keyof Pick<ModerationWrites, Kinds>> = {
    "kick": (write) => this.kick(write),
    "ban": (write) => this.ban(write),
    "unban": (write) => this.unban(write),
    "mute": (write) => this.mute(write),
    "unmute": (write) => this.unmute(write),
  };
  readonly #party;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly events: Events,
    private readonly members: Members,
    private readonly rules: RoomRules,
    private readonly restrictions: Restrictions,
    private readonly audit: Audit,
  ) {
    this.#party = database.prepare(
      `SELECT room.kind, member.role, account.administrator FROM room CROSS JOIN account
       LEFT JOIN member ON member.room = room.id AND member.account = account.id
       WHERE room.id = ? AND account.id = ?`,
    );
  }

  *kick(write: WriteOf<"kick">): Steps<Outcomes["kick"]> {
    yield* this.#judge(write);
    yield* this.#remove(write, undefined);
    yield* this.#tell(write, undefined);
    return {};
  }

  *ban(write: WriteOf<"ban">): Steps<Outcomes["ban"]> {
    yield* this.#judge(write);
    const { actor, room, person, reason } = write;
    const until = endOf(write.seconds, person.guest === true, this.transaction.now);
    yield* this.restrictions.set(room, person.id, "ban", { by: actor.id, until, reason });
    if ((yield* this.members.role(room, person.id))) yield* this.#remove(write, until);
    yield* this.#tell(write, until);
    return {};
  }

  *unban(write: WriteOf<"unban">): Steps<Outcomes["unban"]> {
    yield* this.#judge(write);
    if (!(yield* this.restrictions.lift(write.room, write.person.id, "ban"))) {
      throw new ParleyError("not-found", `@${write.person.name} is not banned from this room.`);
    }
    yield* this.#tell(write, undefined);
    return {};
  }

  *mute(write: WriteOf<"mute">): Steps<Outcomes["mute"]> {
    yield* this.#judge(write);
    const { actor, room, person, reason } = write;
    if (!(yield* this.members.role(room, person.id))) throw notIn(write);
    const until = endOf(write.seconds, person.guest === true, this.transaction.now);
    yield* this.restrictions.set(room, person.id, "mute", { by: actor.id, until, reason });
    this.rules.forget(room);
    yield* this.#tell(write, until);
    return {};
  }

  *unmute(write: WriteOf<"unmute">): Steps<Outcomes["unmute"]> {
    yield* this.#judge(write);
    if (!(yield* this.restrictions.lift(write.room, write.person.id, "mute"))) {
      throw new ParleyError("not-found", `@${write.person.name} is not muted in this room.`);
    }
    this.rules.forget(write.room);
    yield* this.#tell(write, undefined);
    return {};
  }

  /** By what both are now: a role may have been taken away since the command was judged. */
  *#judge({ room, actor, person }: Deed): Steps<void> {
    const refusal = judgeActingOn(
      { id: actor.id, standing: yield* this.#standing(room, actor.id) },
      { id: person.id, name: person.name, standing: yield* this.#standing(room, person.id) },
    );
    if (refusal) throw refusal;
  }

  *#standing(room: string, id: string): Steps<Standing> {
    const row = (yield* this.#party.get(room, id)) as PartyRow | undefined;
    if (!row) throw notThere();
    const asker = { person: { id, name: "" }, administrator: row.administrator === 1 };
    return standingIn(asker, { id: room, kind: row.kind }, row.role ?? undefined);
  }

  *#remove(write: WriteOf<"kick" | "ban">, until: number | undefined): Steps<void> {
    const { room, person, kind, actor: by, reason } = write;
    if (!(yield* this.members.remove(room, person.id, { kind, by, reason, until }))) {
      throw notIn(write);
    }
  }

  /** Says it in the room, and in the audit log. */
  *#tell(write: Deed, until: number | undefined): Steps<void> {
    const { kind, actor, room, person } = write;
    const reason = "reason" in write && write.reason ? write.reason : undefined;
    const event: Omit<PersonEvent, "type" | "seq" | "at"> = { room, author: actor, kind, person };
    if (reason !== undefined) event.reason = reason;
    if (until !== undefined) event.until = until;
    yield* this.events.append(event);
    yield* this.audit.note({
      actor: actor.id,
      action: kind,
      room,
      person: person.id,
      detail: describeDeed({ until, reason }, this.transaction.now),
    });
  }
}

function notIn({ person }: Deed): ParleyError {
  return new ParleyError("not-found", `@${person.name} is not in this room.`);
}
