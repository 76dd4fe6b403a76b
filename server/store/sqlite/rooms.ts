/**
 * Writes about rooms and their members, inside the log's transaction.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { parseName } from "../../../shared/names.ts";
import type { Person, Room } from "../../../shared/protocol/mod.ts";
import { newId } from "../../ids.ts";
import type { JoinRoom, LeaveRoom, MembershipChange, OpenDirect, Outcomes } from "../log.ts";
import type { EventWrites } from "./events.ts";

/** Everybody's first room, made with the database. */
export const LOBBY = "lobby";

interface RoomRow {
  id: string;
  kind: Room["kind"];
  name: string | null;
}

export class RoomWrites {
  readonly #events: EventWrites;
  readonly #byName;
  readonly #bySkeleton;
  readonly #byDirectKey;
  readonly #byId;
  readonly #insert;
  readonly #insertMember;
  readonly #deleteMember;
  readonly #countRooms;
  readonly #roomsOf;
  readonly #names;
  /** Changes of this transaction so far, in order. */
  changes: MembershipChange[] = [];

  constructor(database: DatabaseSync, events: EventWrites) {
    this.#events = events;
    this.#byName = database.prepare("SELECT id, kind, name FROM room WHERE name = ?");
    this.#bySkeleton = database.prepare("SELECT id, kind, name FROM room WHERE skeleton = ?");
    this.#byDirectKey = database.prepare("SELECT id, kind, name FROM room WHERE direct_key = ?");
    this.#byId = database.prepare("SELECT id, kind, name FROM room WHERE id = ?");
    this.#insert = database.prepare(
      "INSERT INTO room (id, kind, name, skeleton, direct_key, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#insertMember = database.prepare(
      "INSERT INTO member (room, account, joined_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    );
    this.#deleteMember = database.prepare("DELETE FROM member WHERE room = ? AND account = ?");
    this.#countRooms = database.prepare("SELECT count(*) AS n FROM member WHERE account = ?");
    this.#roomsOf = database.prepare("SELECT room FROM member WHERE account = ? ORDER BY room");
    this.#names = database.prepare(
      `SELECT account.name FROM member JOIN account ON account.id = member.account
       WHERE member.room = ? AND member.account <> ? ORDER BY account.name`,
    );
  }

  begin(): void {
    this.changes = [];
  }

  /** Makes the lobby of a new database. */
  ensureLobby(now: number): void {
    if (this.#byName.get(LOBBY)) return;
    this.#insert.run(newId("R"), "public", LOBBY, parseName(LOBBY, "room").skeleton, null, now);
  }

  enterLobby(person: Person, now: number): void {
    const lobby = this.#byName.get(LOBBY) as RoomRow | undefined;
    if (lobby) this.#enter(lobby.id, person, now);
  }

  join(write: JoinRoom, now: number): Outcomes["join"] {
    const { name, person } = write;
    let row = this.#byName.get(name.key) as RoomRow | undefined;
    const created = row === undefined;
    if (row === undefined) {
      this.#mayMake(write);
      row = { id: newId("R"), kind: "public", name: name.key };
      this.#insert.run(row.id, "public", name.key, name.skeleton, null, now);
      this.#events.appendMembership(row.id, person, "create", now);
    }
    this.#enter(row.id, person, now);
    return { room: this.#seenBy(row, person), created };
  }

  leave(write: LeaveRoom, now: number): Outcomes["leave"] {
    const row = this.#byId.get(write.room) as RoomRow | undefined;
    if (!row || !this.#events.isMember(row.id, write.person.id)) {
      throw new ParleyError("not-found", "There is no such room, or you are not in it.");
    }
    if (row.kind === "direct") {
      throw new ParleyError(
        "conflict",
        "A direct conversation can't be left. Go to another room instead.",
      );
    }
    this.#exit(row.id, write.person, now);
    return { room: row.id };
  }

  leaveAll(person: Person, now: number): void {
    for (const { room } of this.#roomsOf.all(person.id) as { room: string }[]) {
      this.#exit(room, person, now);
    }
  }

  openDirect(write: OpenDirect, now: number): Outcomes["direct"] {
    const members = [...new Set(write.members)].sort();
    const key = members.join(" ");
    let row = this.#byDirectKey.get(key) as RoomRow | undefined;
    if (!row) {
      for (const member of members) this.#hasSpace(member, member === write.person.id);
      row = { id: newId("R"), kind: "direct", name: null };
      this.#insert.run(row.id, "direct", null, null, key, now);
      this.#events.appendMembership(row.id, write.person, "create", now);
      for (const member of members) this.#addMember(row.id, member, now);
    }
    return { room: this.#seenBy(row, write.person) };
  }

  #mayMake({ name, create }: JoinRoom): void {
    if (!create) {
      throw new ParleyError(
        "forbidden",
        `There is no room #${name.display}, and guests can't make one. See /rooms for those there are.`,
      );
    }
    const twin = this.#bySkeleton.get(name.skeleton) as RoomRow | undefined;
    if (twin) {
      throw new ParleyError(
        "name-taken",
        `The name #${name.display} looks too much like #${twin.name}, which exists. Choose another one.`,
      );
    }
  }

  #hasSpace(account: string, oneself: boolean): void {
    const { n } = this.#countRooms.get(account) as { n: number };
    if (n < limits.roomsPerAccount) return;
    throw new ParleyError(
      "conflict",
      oneself
        ? `You are in ${n} rooms, which is the most. Leave one first.`
        : "Somebody of these people is in too many rooms already.",
    );
  }

  #enter(room: string, person: Person, now: number): void {
    if (this.#events.isMember(room, person.id)) return;
    this.#hasSpace(person.id, true);
    this.#addMember(room, person.id, now);
    this.#events.appendMembership(room, person, "join", now);
  }

  #addMember(room: string, account: string, now: number): void {
    this.#insertMember.run(room, account, now);
    this.changes.push({ room, account, member: true });
  }

  #exit(room: string, person: Person, now: number): void {
    const removed = this.#deleteMember.run(room, person.id);
    if (Number(removed.changes) === 0) return;
    this.#events.appendMembership(room, person, "leave", now);
    this.changes.push({ room, account: person.id, member: false });
  }

  #seenBy(row: RoomRow, person: Person): Room {
    const name = row.name ??
      (this.#names.all(row.id, person.id) as { name: string }[]).map((r) => r.name).join(", ");
    return { id: row.id, kind: row.kind, name, head: this.#events.head(row.id) };
  }
}
