/**
 * What the members of a room are there, inside the log's transaction. A room has an owner as long as
 * somebody is in it who can be one.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import type { Person, Role, Room } from "../../../shared/protocol/mod.ts";
import { canRule, isLobby, judgeRole } from "../../chat/rooms.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Audit } from "./audit.ts";
import type { Events } from "./events.ts";
import type { Members } from "./members.ts";
import { personColumns, type PersonRow, toPerson } from "./person_row.ts";

export class Roles {
  readonly handlers: Handlers<"set-role"> = {
    "set-role": (write) => this.setRole(write),
  };
  readonly #room;
  readonly #otherOwner;
  readonly #heirs;

  constructor(
    database: Database,
    private readonly events: Events,
    private readonly members: Members,
    private readonly audit: Audit,
  ) {
    this.#room = database.prepare("SELECT kind, name FROM room WHERE id = ?");
    this.#otherOwner = database.prepare(
      "SELECT 1 FROM member WHERE room = ? AND role = 'owner' AND account <> ? LIMIT 1",
    );
    // The longest-serving moderator, else the longest-serving member; of those who can rule.
    this.#heirs = database.prepare(
      `SELECT ${personColumns("account")} FROM member JOIN account ON account.id = member.account
       WHERE member.room = ? AND member.account <> ? AND account.guest = 0 AND account.bot = 0
       ORDER BY member.role = 'moderator' DESC, member.joined_at, account.id LIMIT 1`,
    );
  }

  *setRole(write: WriteOf<"set-role">): Steps<Outcomes["set-role"]> {
    const { person, room, member, role } = write;
    const from = yield* this.members.role(room, member.id);
    const refusal = judgeRole({
      person: member,
      from,
      to: role,
      otherOwners: !(yield* this.#needsOwner(room)) ||
        (yield* this.#hasOtherOwner(room, member.id)),
    });
    if (refusal) throw refusal;
    if (from === role) return {};
    yield* this.#change(room, person, member, role);
    const detail = `${from} → ${role}`;
    yield* this.audit.note({
      actor: person.id,
      action: "set-role",
      room,
      person: member.id,
      detail,
    });
    return {};
  }

  /** What somebody is who comes into a room: its owner, if nobody else there can be one. */
  *ofNewcomer(room: string, person: Person): Steps<Role> {
    if (!canRule(person) || !(yield* this.#needsOwner(room))) return "member";
    return (yield* this.#heirs.get(room, person.id)) ? "member" : "owner";
  }

  /** Gives the room another owner, if the one who leaves is the last and somebody is there to be it. */
  *passOn(room: string, leaver: Person): Steps<void> {
    if (
      (yield* this.members.role(room, leaver.id)) !== "owner" || !(yield* this.#needsOwner(room))
    ) return;
    if ((yield* this.#hasOtherOwner(room, leaver.id))) return;
    const heir = (yield* this.#heirs.get(room, leaver.id)) as unknown as PersonRow | undefined;
    if (heir) yield* this.#change(room, leaver, toPerson(heir), "owner");
  }

  *#change(room: string, author: Person, person: Person, role: Role): Steps<void> {
    yield* this.members.setRole(room, person.id, role);
    yield* this.events.append({ room, author, kind: "role", person, role });
  }

  *#hasOtherOwner(room: string, account: string): Steps<boolean> {
    return (yield* this.#otherOwner.get(room, account)) !== undefined;
  }

  /** In a direct room all are equal; the lobby is the administrators'. */
  *#needsOwner(id: string): Steps<boolean> {
    const room = (yield* this.#room.get(id)) as { kind: Room["kind"]; name: string | null };
    return room.kind !== "direct" && !isLobby(room);
  }
}
