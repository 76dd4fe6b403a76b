/**
 * Who is online in the open room, who writes, and whose names can be completed there.
 * @module
 */
import type { OnlinePerson, Person, Presence, PresenceState } from "../../shared/protocol/mod.ts";
import { limits } from "../../shared/limits.ts";
import { nothing, print, request, say, type Update } from "./effects.ts";
import { type AppState, currentRoom, type RoomState } from "./state.ts";

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

/** The state in which these people are known to be there. */
export function withPeople(state: AppState, people: readonly OnlinePerson[]): AppState {
  const told = people.map(({ id, away, awayText }) =>
    [id, presenceKey(away ? "away" : "online", awayText)] as const
  );
  return withPresence(state, told);
}

/** Of many people, the last stay known. */
function withPresence(state: AppState, told: readonly (readonly [string, string])[]): AppState {
  const known = [...state.presence, ...told].slice(-2 * limits.onlinePeople);
  return { ...state, presence: new Map(known) };
}

function presenceKey(state: PresenceState, text: string | undefined): string {
  return text === undefined ? state : `${state} ${text}`;
}

/** Names for completing in the open room: those online first, then those who wrote lately. */
export function namesHere(state: AppState, room: RoomState | undefined): string[] {
  if (!room) return [];
  const names = new Set(room.people.map(({ name }) => name));
  for (const { base } of room.messages) names.add(base.author.name);
  if (state.you) names.delete(state.you.name);
  return [...names].slice(0, limits.onlinePeople);
}

/** Who comes and goes is printed; who is away, only if they say something about it. */
export function presenceChanged(before: AppState, presence: Presence): Update {
  const { person, state: now, text } = presence;
  if (person.id === before.you?.id) return nothing({ ...before, away: now === "away" });
  const was = before.presence.get(person.id);
  const key = presenceKey(now, text);
  if (was === key) return nothing(before);
  const state = withPresence(before, [[person.id, key]]);
  const here = currentRoom(state)?.people.some(({ id }) => id === person.id) ?? false;
  const rooms = state.rooms.map((room) =>
    now === "offline" ? withoutPerson(room, person) : withAway(room, person.id, presence)
  );
  const next = { ...state, rooms, peopleStale: state.peopleStale || (now !== "offline" && !here) };
  const wasThere = was !== undefined && was !== "offline";
  const isNews = now === "away" ? text !== undefined : now === "offline" || !wasThere;
  if (!isNews || state.strangersOnly) return nothing(next);
  return print(next, { kind: "presence", name: person.name, state: now, text, at: state.now });
}

function withAway(room: RoomState, id: string, { state, text }: Presence): RoomState {
  if (!room.people.some((person) => person.id === id)) return room;
  const away = state === "away" || undefined;
  const people = room.people.map((person) =>
    person.id === id ? { ...person, away, awayText: text } : person
  );
  return { ...room, people };
}

/** Somebody is called otherwise now, oneself included. */
export function personChanged(state: AppState, person: Person): Update {
  const old = state.you?.id === person.id ? state.you.name : knownName(state, person.id);
  const rename = (name: string) => name === old ? person.name : name;
  const rooms = state.rooms.map((room): RoomState => ({
    ...room,
    name: room.kind === "direct" ? room.name.split(", ").map(rename).join(", ") : room.name,
    people: room.people.map((one) => one.id === person.id ? { ...one, ...person } : one),
  }));
  const you = state.you?.id === person.id ? person : state.you;
  const next = { ...state, you, rooms };
  if (old === undefined || old === person.name) return nothing(next);
  const who = you === person ? "You are" : `${old} is`;
  return say(next, "info", `${who} called ${person.name} now.`);
}

function knownName(state: AppState, id: string): string | undefined {
  for (const room of state.rooms) {
    const author = room.messages.findLast(({ base }) => base.author.id === id)?.base.author;
    const name = room.people.find((person) => person.id === id)?.name ?? author?.name;
    if (name !== undefined) return name;
  }
}

/** Notes that somebody writes. */
export function typingNoticed(
  state: AppState,
  { room, person }: { room: string; person: Person },
): Update {
  if (person.id === state.you?.id) return nothing(state);
  const typist = { room, person, until: state.now + limits.typingShown };
  const others = withoutTypist(state, room, person.id).typing;
  return nothing({ ...state, typing: [...others, typist].slice(-limits.onlinePeople) });
}

/** Somebody has written what they were writing, or is gone. */
export function withoutTypist(state: AppState, room: string, person: string): AppState {
  const typing = state.typing.filter((one) => one.room !== room || one.person.id !== person);
  return typing.length === state.typing.length ? state : { ...state, typing };
}
