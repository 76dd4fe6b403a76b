/**
 * Writes about rooms and their members, inside the log's transaction.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import { parseName } from "../../../shared/names.ts";
import type { Person, Room } from "../../../shared/protocol/mod.ts";
import { notThere } from "../../chat/sending.ts";
import { newId } from "../../ids.ts";
import type { RoomWrites } from "../writes/rooms.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Events } from "./events.ts";
import type { Members } from "./members.ts";
import { ROOM_COLUMNS, type RoomRow, ROOMS, toRoom } from "./room_row.ts";
import type { Transaction } from "./transaction.ts";

/** Everybody's first room, made with the database. */
export const LOBBY = "lobby";

/** What finding a room needs. */
interface FoundRoom {
  id: string;
  kind: Room["kind"];
  name: string | null;
}

export class RoomWriter {
  readonly handlers: Handlers<keyof RoomWrites> = {
    "join": (write) => this.join(write),
    "leave": (write) => this.leave(write),
    "direct": (write) => this.openDirect(write),
  };
  readonly #byName;
  readonly #bySkeleton;
  readonly #byDirectKey;
  readonly #byId;
  readonly #insert;
  readonly #seen;

  constructor(
    database: DatabaseSync,
    private readonly transaction: Transaction,
    private readonly events: Events,
    private readonly members: Members,
  ) {
    const find = (where: string) =>
      database.prepare(`SELECT id, kind, name FROM room WHERE ${where}`);
    this.#byName = find("name = ? AND kind = 'public'");
    this.#bySkeleton = find("skeleton = ? AND kind = 'public'");
    this.#byDirectKey = find("direct_key = ?");
    this.#byId = find("id = ?");
    this.#insert = database.prepare(
      "INSERT INTO room (id, kind, name, skeleton, direct_key, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#seen = database.prepare(`SELECT ${ROOM_COLUMNS} FROM ${ROOMS} WHERE room.id = ?2`);
  }

  /** Makes the lobby of a new database. */
  ensureLobby(now: number): void {
    if (this.#byName.get(LOBBY)) return;
    this.#insert.run(newId("R"), "public", LOBBY, parseName(LOBBY, "room").skeleton, null, now);
  }

  enterLobby(person: Person): void {
    const lobby = this.#byName.get(LOBBY) as FoundRoom | undefined;
    if (lobby) this.enter(lobby.id, person);
  }

  join(write: WriteOf<"join">): Outcomes["join"] {
    const { name, person } = write;
    let room = this.#byName.get(name.key) as FoundRoom | undefined;
    const created = room === undefined;
    if (room === undefined) {
      this.#mayMake(write);
      room = { id: newId("R"), kind: "public", name: name.key };
      this.#insert.run(
        room.id,
        "public",
        name.key,
        name.skeleton,
        null,
        this.transaction.now,
      );
      this.events.appendMembership(room.id, person, "create");
    }
    this.enter(room.id, person, created ? "owner" : "member");
    return { room: this.seenBy(room.id, person.id), created };
  }

  leave(write: WriteOf<"leave">): Outcomes["leave"] {
    const room = this.#byId.get(write.room) as FoundRoom | undefined;
    if (!room || !this.members.role(room.id, write.person.id)) throw notThere();
    if (room.kind === "direct") {
      throw new ParleyError(
        "conflict",
        "A direct conversation can't be left. Go to another room instead.",
      );
    }
    this.exit(room.id, write.person);
    return { room: room.id };
  }

  leaveAll(person: Person): void {
    for (const room of this.members.roomsOf(person.id)) this.exit(room, person);
  }

  openDirect(write: WriteOf<"direct">): Outcomes["direct"] {
    const members = [...new Set(write.members)].sort();
    const key = members.join(" ");
    let room = this.#byDirectKey.get(key) as FoundRoom | undefined;
    if (!room) {
      for (const member of members) this.members.hasSpace(member, member === write.person.id);
      room = { id: newId("R"), kind: "direct", name: null };
      this.#insert.run(room.id, "direct", null, null, key, this.transaction.now);
      const { seq } = this.events.appendMembership(room.id, write.person, "create");
      for (const member of members) this.members.add(room.id, member, "member", seq);
    }
    return { room: this.seenBy(room.id, write.person.id) };
  }

  /** Makes somebody a member who is none, and says so in the log. */
  enter(room: string, person: Person, role: "owner" | "member" = "member"): void {
    if (this.members.role(room, person.id)) return;
    this.members.hasSpace(person.id, true);
    const { seq } = this.events.appendMembership(room, person, "join");
    this.members.add(room, person.id, role, seq);
  }

  /** The opposite of {@linkcode enter}. */
  exit(room: string, person: Person): void {
    if (!this.members.remove(room, person.id)) return;
    this.events.appendMembership(room, person, "leave");
  }

  /** The room as an account sees it, with what this transaction did so far. */
  seenBy(room: string, account: string): Room {
    const row = this.#seen.get(account, room) as unknown as RoomRow;
    return { ...toRoom(row), head: this.events.head(room) };
  }

  #mayMake({ name, create }: WriteOf<"join">): void {
    if (!create) {
      throw new ParleyError(
        "forbidden",
        `There is no room #${name.display}, and guests can't make one. See /rooms for those there are.`,
      );
    }
    const twin = this.#bySkeleton.get(name.skeleton) as FoundRoom | undefined;
    if (twin) {
      throw new ParleyError(
        "name-taken",
        `The name #${name.display} looks too much like #${twin.name}, which exists. Choose another one.`,
      );
    }
  }
}
