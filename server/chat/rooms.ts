/**
 * Who may enter a room, and what they may be there.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { LogEvent, Person, Role, Room } from "../../shared/protocol/mod.ts";

/** Everybody's first room, made with the database. Its owners are the server's administrators. */
export const LOBBY = "lobby";

/** True for {@linkcode LOBBY}. A private room may have the same name. */
export function isLobby(room: { kind: Room["kind"]; name: string | null }): boolean {
  return room.kind === "public" && room.name === LOBBY;
}

/** True for people who can rule a room: guests go without a trace, and programs rule nothing. */
export function canRule(person: Pick<Person, "guest" | "bot">): boolean {
  return !person.guest && !person.bot;
}

/** Id of the account for which nothing is any more that comes in the room after this event. */
export function putOutBy(event: LogEvent): string | undefined {
  if (event.kind === "leave") return event.author.id;
  return event.kind === "kick" || event.kind === "ban" ? event.person.id : undefined;
}

/** @returns why nobody can come into this room; undefined if somebody can. */
export function judgeEntering(room: { archived: boolean }): ParleyError | undefined {
  if (!room.archived) return undefined;
  return new ParleyError("conflict", "This room is archived: nobody can come in any more.");
}

/** @returns why this member can't be given the role `to`; undefined if it can. */
export function judgeRole({ person, from, to, otherOwners }: {
  person: Person;
  /** Undefined for whoever is no member. */
  from: Role | undefined;
  to: Role;
  /** True if the room has owners besides this person, or needs none. */
  otherOwners: boolean;
}): ParleyError | undefined {
  if (from === undefined) {
    return new ParleyError("not-found", `@${person.name} is not in this room.`);
  }
  if (to !== "member" && !canRule(person)) {
    return new ParleyError(
      "conflict",
      `@${person.name} is ${person.bot ? "a program" : "a guest"}, which can only be a member.`,
    );
  }
  if (from === "owner" && to !== "owner" && !otherOwners) {
    return new ParleyError(
      "conflict",
      `@${person.name} is the only owner of this room. Make somebody else an owner first.`,
    );
  }
  return undefined;
}

/** What of a room's settings is to be changed. */
export interface SettingsChange {
  name?: string;
  archived?: boolean;
}

/** @returns why a room can't be changed so; undefined if it can. */
export function judgeSettings(
  room: { kind: Room["kind"]; name: string | null; archived: boolean },
  change: SettingsChange,
): ParleyError | undefined {
  if (isLobby(room) && (change.name !== undefined || change.archived)) {
    return new ParleyError(
      "conflict",
      "New people come into the lobby: it keeps its name and stays open.",
    );
  }
  if (room.archived && change.archived !== false) {
    return new ParleyError(
      "conflict",
      "This room is archived: nothing in it can be changed. Open it again first.",
    );
  }
  return undefined;
}
