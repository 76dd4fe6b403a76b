/**
 * Who may do what: the one judgement that stands before every command.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { Person, Role, Room, RoomKind, Scope } from "../../shared/protocol/mod.ts";
import { notThere } from "./sending.ts";

/** What somebody is to a room, least first. A `reader` may look into a public room without being in it. */
export const STANDINGS = ["outsider", "reader", "member", "moderator", "owner"] as const;
export type Standing = (typeof STANDINGS)[number];

/** Who asks: the person, their power over the server, and what their token is limited to. */
export interface Asker {
  person: Person;
  administrator: boolean;
  /** Undefined for a session, which may do all that its account may. */
  grant?: Grant;
}

/** What an API token is limited to. */
export interface Grant {
  scopes: readonly Scope[];
  /** Ids; undefined: all of the account's rooms. */
  rooms?: readonly string[];
}

/** What a command asks of whoever wants to run it. */
export interface Access {
  /** Its scope for API tokens; `account`: no token may, only a session. */
  scope: Scope | "account";
  /** `guest`: everybody who is signed in; `account`: no guests. */
  who: "guest" | "account" | "administrator";
  /** For a command about one room (`input.room`): the least standing there. */
  room?: Exclude<Standing, "outsider">;
  /** Kinds of rooms that it makes sense in. Default: all. */
  kinds?: readonly RoomKind[];
}

/** True unless a token that is limited to other rooms asks. */
export function reaches({ grant }: Pick<Asker, "grant">, room: string): boolean {
  return grant?.rooms === undefined || grant.rooms.includes(room);
}

export function atLeast(standing: Standing, least: Standing): boolean {
  return STANDINGS.indexOf(standing) >= STANDINGS.indexOf(least);
}

/**
 * What an asker is to a room.
 *
 * An administrator is owner of every public room, and nothing more than anybody else in a private one.
 * In a direct room everybody may do what a moderator may.
 */
export function standingIn(asker: Asker, room: Pick<Room, "id" | "kind">, role?: Role): Standing {
  if (!reaches(asker, room.id)) return "outsider";
  if (asker.administrator && room.kind === "public") return "owner";
  if (role === "member" && room.kind === "direct") return "moderator";
  if (role) return role;
  return room.kind === "public" ? "reader" : "outsider";
}

/** @throws {ParleyError} `forbidden` if this asker may not run such a command anywhere. */
export function judgeAsker(asker: Asker, access: Access): void {
  const { grant, person, administrator } = asker;
  if (grant && (access.scope === "account" || !grant.scopes.includes(access.scope))) {
    throw new ParleyError(
      "forbidden",
      access.scope === "account"
        ? "An API token may not do this. Log in with the account's password."
        : `This API token may not do this: it has not the scope ${access.scope}.`,
    );
  }
  if (access.who !== "guest" && person.guest) {
    throw new ParleyError("forbidden", "Guests may not do this. Register an account first.");
  }
  if (access.who === "administrator" && grant?.rooms) {
    throw new ParleyError("forbidden", "This API token is limited to some rooms of the server.");
  }
  if (access.who === "administrator" && !administrator) {
    throw new ParleyError("forbidden", "Only an administrator of this server may do this.");
  }
}

const NEEDED: Record<Standing, string> = {
  outsider: "",
  reader: "",
  member: "Only members of this room may do this. Join it first.",
  moderator: "Only moderators and owners of this room may do this.",
  owner: "Only owners of this room may do this.",
};

/**
 * Judges what an asker wants to do in a room; whoever can't even read it learns nothing about it.
 *
 * @throws {ParleyError} `not-found`, `forbidden`; `conflict` for a kind of room that it makes no sense in.
 */
export function judgeInRoom(standing: Standing, room: Pick<Room, "kind">, access: Access): void {
  if (!access.room) return;
  if (!atLeast(standing, "reader")) throw notThere();
  if (!atLeast(standing, access.room)) throw new ParleyError("forbidden", NEEDED[access.room]);
  if (access.kinds && !access.kinds.includes(room.kind)) {
    throw new ParleyError(
      "conflict",
      room.kind === "direct"
        ? "This can't be done in a direct conversation."
        : `This can't be done in a ${room.kind} room.`,
    );
  }
}
