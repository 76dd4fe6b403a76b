/**
 * Who is online in the open room, and whose names can be completed there.
 * @module
 */
import type { Person } from "../../shared/protocol/mod.ts";
import { limits } from "../../shared/limits.ts";
import { nothing, request, type Update } from "./effects.ts";
import type { AppState, RoomState } from "./state.ts";

/** Asks who is online in the open room; once at a time. */
export function askPeople(state: AppState): Update {
  const room = state.current;
  const asked = Object.values(state.pending).some((pending) =>
    pending.for === "people" && pending.room === room
  );
  if (room === undefined || asked) return nothing(state);
  return request({ ...state, peopleStale: false }, "online", { room }, { for: "people", room });
}

/** The room without somebody who left it or went offline. */
export function withoutPerson(room: RoomState, person: Person): RoomState {
  const people = room.people.filter(({ id }) => id !== person.id);
  if (people.length === room.people.length) return room;
  return { ...room, people, online: Math.max(people.length, room.online - 1) };
}

/** The state in which it is known of these people, the last of many, whether they are online. */
export function withPresence(
  state: AppState,
  people: readonly Person[],
  online: boolean,
): AppState {
  const known = [...state.presence, ...people.map(({ id }) => [id, online] as const)];
  return { ...state, presence: new Map(known.slice(-2 * limits.onlinePeople)) };
}

/** Names for completing in the open room: those online first, then those who wrote lately. */
export function namesHere(state: AppState, room: RoomState | undefined): string[] {
  if (!room) return [];
  const names = new Set(room.people.map(({ name }) => name));
  for (const event of room.events) names.add(event.author.name);
  if (state.you) names.delete(state.you.name);
  return [...names].slice(0, limits.onlinePeople);
}
