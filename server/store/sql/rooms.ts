/**
 * Writes about rooms and their members, inside the log's transaction.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import { type ParsedName, parseName } from "../../../shared/names.ts";
import type { Person, Room } from "../../../shared/protocol/mod.ts";
import { judgeEntering, LOBBY } from "../../chat/rooms.ts";
import { notThere } from "../../chat/sending.ts";
import { newId } from "../../ids.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Events } from "./events.ts";
import type { Members } from "./members.ts";
import type { Restrictions } from "./restrictions.ts";
import type { Roles } from "./roles.ts";
import { ROOM_COLUMNS, type RoomRow, ROOMS, toRoom } from "./room_row.ts";
import type { Transaction } from "./transaction.ts";

/** A room as the writers of this family find it. */
export interface FoundRoom {
  id: string;
  kind: Room["kind"];
  name: string | null;
  archived: number;
}

export class RoomWriter {
  readonly handlers: Handlers<"join" | "enter" | "leave" | "direct" | "create-room"> = {
    "join": (write) => this.join(write),
    "enter": (write) => this.enterKnown(write),
    "leave": (write) => this.leave(write),
    "direct": (write) => this.openDirect(write),
    "create-room": (write) => this.create(write),
  };
  readonly #byName;
  readonly #bySkeleton;
  readonly #byDirectKey;
  readonly #byId;
  readonly #ownByName;
  readonly #insert;
  readonly #seen;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly events: Events,
    private readonly members: Members,
    private readonly roles: Roles,
    private readonly restrictions: Restrictions,
  ) {
    const find = (where: string) =>
      database.prepare(`SELECT id, kind, name, archived FROM room WHERE ${where}`);
    this.#byName = find("name = ? AND kind = 'public'");
    this.#bySkeleton = find("skeleton = ? AND kind = 'public'");
    this.#byDirectKey = find("direct_key = ?");
    this.#byId = find("id = ?");
    this.#ownByName = database.prepare(
      `SELECT 1 FROM room JOIN member ON member.room = room.id
       WHERE member.account = ? AND room.kind = 'private' AND room.name = ?`,
    );
    this.#insert = database.prepare(
      `INSERT INTO room (id, kind, name, skeleton, direct_key, topic, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#seen = database.prepare(`SELECT ${ROOM_COLUMNS} FROM ${ROOMS} WHERE room.id = ?2`);
  }

  /** Makes the lobby of a new database. */
  *ensureLobby(now: number): Steps<void> {
    if ((yield* this.#byName.get(LOBBY))) return;
    const { skeleton } = parseName(LOBBY, "room");
    yield* this.#insert.run(newId("R"), "public", LOBBY, skeleton, null, "", now);
  }

  *enterLobby(person: Person): Steps<void> {
    const lobby = (yield* this.#byName.get(LOBBY)) as FoundRoom | undefined;
    // A guest whose address is banned there just isn't in it.
    if (!lobby || (yield* this.restrictions.judgeEntry(lobby.id, person.id))) return;
    yield* this.enter(lobby.id, person);
  }

  *join({ name, person, create }: WriteOf<"join">): Steps<Outcomes["join"]> {
    const found = (yield* this.#byName.get(name.key)) as FoundRoom | undefined;
    if (found) return { room: yield* this.admit(found, person), created: false };
    if (!create) {
      throw new ParleyError(
        "forbidden",
        `There is no room #${name.display}, and guests can't make one. See /rooms for those there are.`,
      );
    }
    const { room } = yield* this.create({
      kind: "create-room",
      person,
      roomKind: "public",
      name,
      topic: "",
    });
    return { room, created: true };
  }

  *enterKnown({ person, room }: WriteOf<"enter">): Steps<Outcomes["enter"]> {
    const found = yield* this.find(room);
    if (found?.kind !== "public") throw notThere();
    return { room: yield* this.admit(found, person) };
  }

  *create(
    { person, roomKind, name, topic }: WriteOf<"create-room">,
  ): Steps<Outcomes["create-room"]> {
    if (roomKind === "public") yield* this.mayBeCalled(name);
    else if ((yield* this.#ownByName.get(person.id, name.key))) {
      throw new ParleyError(
        "name-taken",
        `You are in a private room #${name.display} already. Choose another name.`,
      );
    }
    const id = newId("R");
    const { now } = this.transaction;
    yield* this.#insert.run(id, roomKind, name.key, name.skeleton, null, topic, now);
    yield* this.events.appendMembership(id, person, "create");
    yield* this.enter(id, person);
    return { room: yield* this.seenBy(id, person.id) };
  }

  *leave(write: WriteOf<"leave">): Steps<Outcomes["leave"]> {
    const room = yield* this.find(write.room);
    if (!room || !(yield* this.members.role(room.id, write.person.id))) throw notThere();
    if (room.kind === "direct") {
      throw new ParleyError(
        "conflict",
        "A direct conversation can't be left. Go to another room instead.",
      );
    }
    yield* this.exit(room.id, write.person);
    return { room: room.id };
  }

  *leaveAll(person: Person): Steps<void> {
    for (const room of (yield* this.members.roomsOf(person.id))) yield* this.exit(room, person);
  }

  *openDirect(write: WriteOf<"direct">): Steps<Outcomes["direct"]> {
    const members = [...new Set(write.members)].sort();
    const key = members.join(" ");
    let room = (yield* this.#byDirectKey.get(key)) as FoundRoom | undefined;
    if (!room) {
      for (const member of members) {
        yield* this.members.hasSpace(member, member === write.person.id);
      }
      room = { id: newId("R"), kind: "direct", name: null, archived: 0 };
      yield* this.#insert.run(room.id, "direct", null, null, key, "", this.transaction.now);
      const { seq } = yield* this.events.appendMembership(room.id, write.person, "create");
      for (const member of members) yield* this.members.add(room.id, member, "member", seq, 0);
    }
    return { room: yield* this.seenBy(room.id, write.person.id) };
  }

  /** A room by its id. */
  *find(room: string): Steps<FoundRoom | undefined> {
    return (yield* this.#byId.get(room)) as FoundRoom | undefined;
  }

  /**
   * Lets somebody in who comes by themselves. For a member it changes nothing.
   *
   * @throws {ParleyError} `forbidden` for whoever is banned, `conflict` if nobody can come in.
   */
  *admit(room: FoundRoom, person: Person): Steps<Room> {
    if (!(yield* this.members.role(room.id, person.id))) {
      const refusal = (yield* this.restrictions.judgeEntry(room.id, person.id)) ??
        judgeEntering({ archived: room.archived === 1 });
      if (refusal) throw refusal;
      yield* this.enter(room.id, person);
    }
    return yield* this.seenBy(room.id, person.id);
  }

  /** Makes somebody a member who is none, and says so in the log: by themselves, or let in by `by`. */
  *enter(room: string, person: Person, by?: Person): Steps<void> {
    if ((yield* this.members.role(room, person.id))) return;
    yield* this.members.hasSpace(person.id, by === undefined);
    const role = yield* this.roles.ofNewcomer(room, person);
    const { seq } = by
      ? (yield* this.events.append({ room, author: by, kind: "invite", person }))
      : (yield* this.events.appendMembership(room, person, "join"));
    yield* this.members.add(room, person.id, role, seq, yield* this.events.messages(room, seq));
  }

  /** The opposite of {@linkcode enter}; a room that loses its last owner gets another. */
  *exit(room: string, person: Person): Steps<void> {
    yield* this.roles.passOn(room, person);
    if (!(yield* this.members.remove(room, person.id))) return;
    yield* this.events.appendMembership(room, person, "leave");
  }

  /** The room as an account sees it, with what this transaction did so far. */
  *seenBy(room: string, account: string): Steps<Room> {
    yield* this.events.settle(room);
    return toRoom((yield* this.#seen.get(account, room)) as unknown as RoomRow);
  }

  /** @throws {ParleyError} `name-taken` if another public room is called so, or looks like it. */
  *mayBeCalled(name: ParsedName, room?: string): Steps<void> {
    const twin =
      ((yield* this.#byName.get(name.key)) ?? (yield* this.#bySkeleton.get(name.skeleton))) as
        | FoundRoom
        | undefined;
    if (!twin || twin.id === room) return;
    throw new ParleyError(
      "name-taken",
      twin.name === name.key
        ? `There is a public room #${twin.name} already. Choose another name.`
        : `The name #${name.display} looks too much like #${twin.name}, which exists. Choose another one.`,
    );
  }
}
