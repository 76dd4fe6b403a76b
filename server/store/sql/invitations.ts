/**
 * Lets people into rooms, inside the log's transaction: by name, or by a code that was passed on.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { judgeEntering } from "../../chat/rooms.ts";
import { notThere } from "../../chat/sending.ts";
import { newId } from "../../ids.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Audit } from "./audit.ts";
import { inForce } from "./invitation_row.ts";
import type { Members } from "./members.ts";
import type { Restrictions } from "./restrictions.ts";
import type { FoundRoom, RoomWriter } from "./rooms.ts";
import type { Transaction } from "./transaction.ts";

type Kinds = "invite" | "create-invitation" | "revoke-invitation" | "accept-invitation";

export class InvitationWriter {
  readonly handlers: Handlers<Kinds> = {
    "invite": (write) => this.invite(write),
    "create-invitation": (write) => this.create(write),
    "revoke-invitation": (write) => this.revoke(write),
    "accept-invitation": (write) => this.accept(write),
  };
  readonly #insert;
  readonly #dropOver;
  readonly #count;
  readonly #delete;
  readonly #find;
  readonly #use;
  readonly #usedBefore;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly members: Members,
    private readonly rooms: RoomWriter,
    private readonly restrictions: Restrictions,
    private readonly audit: Audit,
  ) {
    this.#insert = database.prepare(
      `INSERT INTO invitation (code_hash, uses_left, expires_at, id, room, by_account)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#dropOver = database.prepare("DELETE FROM invitation WHERE room = ? AND expires_at <= ?");
    this.#count = database.prepare(
      "SELECT count(*) AS n FROM invitation WHERE room = ? AND uses_left > 0",
    );
    this.#delete = database.prepare(
      `DELETE FROM invitation WHERE room = ?1 AND id = ?2 AND (?3 IS NULL OR by_account = ?3)
       RETURNING by_account`,
    );
    this.#find = database.prepare(
      `SELECT invitation.id AS invitation, room.id, room.kind, room.name, room.archived
       FROM invitation JOIN room ON room.id = invitation.room
       WHERE invitation.code_hash = ?1 AND ${inForce("?2")}`,
    );
    this.#use = database.prepare(
      "UPDATE invitation SET uses_left = uses_left - 1 WHERE code_hash = ? AND uses_left > 0",
    );
    this.#usedBefore = database.prepare(
      `SELECT 1 FROM audit WHERE room = ? AND action = 'accept-invitation' AND actor = ?
         AND detail = ? LIMIT 1`,
    );
  }

  *invite({ person, room, invited }: WriteOf<"invite">): Steps<Outcomes["invite"]> {
    const found = yield* this.#open(room);
    if ((yield* this.members.role(room, invited.id))) {
      throw new ParleyError("conflict", `@${invited.name} is in this room already.`);
    }
    const refusal = judgeEntering({ archived: found.archived === 1 });
    if (refusal) throw refusal;
    if ((yield* this.restrictions.judgeEntry(room, invited.id))) {
      throw new ParleyError(
        "forbidden",
        `@${invited.name} is banned from this room. A moderator can lift the ban.`,
      );
    }
    yield* this.rooms.enter(room, invited, person);
    return {};
  }

  *create(write: WriteOf<"create-invitation">): Steps<Outcomes["create-invitation"]> {
    const { person, room, codeHash, uses, expiresAt } = write;
    const refusal = judgeEntering({ archived: (yield* this.#open(room)).archived === 1 });
    if (refusal) throw refusal;
    yield* this.#dropOver.run(room, this.transaction.now);
    const { n } = (yield* this.#count.get(room)) as { n: number };
    if (n >= limits.invitationsPerRoom) {
      throw new ParleyError(
        "conflict",
        `This room has ${n} invitations, which is the most. Revoke one first.`,
      );
    }
    const id = newId("I");
    yield* this.#insert.run(codeHash, uses, expiresAt, id, room, person.id);
    return { invitation: { id, by: person, usesLeft: uses, expiresAt } };
  }

  *revoke(write: WriteOf<"revoke-invitation">): Steps<Outcomes["revoke-invitation"]> {
    const { person, room, invitation, anybodys } = write;
    const gone = (yield* this.#delete.get(room, invitation, anybodys ? null : person.id)) as
      | { by_account: string }
      | undefined;
    if (!gone) {
      throw new ParleyError(
        "not-found",
        "There is no such invitation of this room, or it is not yours to revoke.",
      );
    }
    if (gone.by_account !== person.id) {
      yield* this.audit.note({
        actor: person.id,
        action: "revoke-invitation",
        room,
        person: gone.by_account,
        detail: invitation,
      });
    }
    return {};
  }

  /** Whoever comes again by the same code counts once; the audit log knows who came by which. */
  *accept(
    { person, codeHash }: WriteOf<"accept-invitation">,
  ): Steps<Outcomes["accept-invitation"]> {
    const found = (yield* this.#find.get(codeHash, this.transaction.now)) as
      | FoundRoom & { invitation: string }
      | undefined;
    if (!found) throw unknownInvitation();
    if ((yield* this.members.role(found.id, person.id))) {
      return { room: yield* this.rooms.seenBy(found.id, person.id) };
    }
    const deed = { actor: person.id, action: "accept-invitation", room: found.id };
    if (!(yield* this.#usedBefore.get(found.id, person.id, found.invitation))) {
      if (Number((yield* this.#use.run(codeHash)).changes) === 0) throw unknownInvitation();
      yield* this.audit.note({ ...deed, detail: found.invitation });
    }
    return { room: yield* this.rooms.admit(found, person) };
  }

  *#open(room: string): Steps<FoundRoom> {
    const found = yield* this.rooms.find(room);
    if (!found) throw notThere();
    return found;
  }
}

function unknownInvitation(): ParleyError {
  return new ParleyError(
    "not-found",
    "This invitation is unknown, used up or expired. Ask for a new one.",
  );
}
