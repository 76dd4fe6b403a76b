/**
 * Who is online in the open room, who writes, and what people are called.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { Person, Presence } from "../../shared/protocol/mod.ts";
import { also, nothing, type Update } from "./effects.ts";
import { type AppState, changeRoom, currentRoom, type RoomState, tell } from "./state.ts";

/** Asks who is online in the open room, where that may have changed. */
export function askPeople(state: AppState): Update {
  const room = currentRoom(state);
  if (!room?.peopleStale || state.status.state !== "online") return nothing(state);
  const asked = changeRoom(state, room.id, { peopleStale: false });
  return also(asked, { type: "online", room: room.id });
}

/** The room without somebody who left it or went offline. */
export function withoutPerson(room: RoomState, person: Person): RoomState {
  const people = room.people.filter(({ id }) => id !== person.id);
  if (people.length === room.people.length) return room;
  return { ...room, people, online: Math.max(people.length, room.online - 1) };
}

export function presenceChanged(state: AppState, presence: Presence): Update {
  const { person, state: now, text } = presence;
  const isYou = person.id === state.you?.id;
  const rooms = state.rooms.map((room) => {
    if (now === "offline") return withoutPerson(room, person);
    if (!room.people.some(({ id }) => id === person.id)) return { ...room, peopleStale: true };
    const news = { away: now === "away" || undefined, awayText: text };
    const people = room.people.map((one) => one.id === person.id ? { ...one, ...news } : one);
    return { ...room, people };
  });
  return nothing({ ...state, rooms, away: isYou ? now === "away" : state.away });
}

/** Somebody is called otherwise now, oneself included. */
export function personChanged(state: AppState, person: Person): Update {
  const isYou = state.you?.id === person.id;
  const old = isYou
    ? state.you?.name
    : state.rooms.flatMap(({ people }) => people).find(({ id }) => id === person.id)?.name;
  const rename = (name: string) => name === old ? person.name : name;
  const rooms = state.rooms.map((room): RoomState => ({
    ...room,
    name: room.kind === "direct" ? room.name.split(", ").map(rename).join(", ") : room.name,
    people: room.people.map((one) => one.id === person.id ? { ...one, ...person } : one),
  }));
  const next = { ...state, rooms, you: isYou ? person : state.you };
  if (old === undefined || old === person.name) return nothing(next);
  return nothing(
    tell(next, "info", `${isYou ? "You are" : `${old} is`} called ${person.name} now.`),
  );
}

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

/** Who writes in the open room: `alice is writing …`. */
export function typistsLine({ typing, current }: Pick<AppState, "typing" | "current">): string {
  const names = typing.filter(({ room }) => room === current).map(({ person }) => person.name);
  if (names.length === 0) return "";
  if (names.length > 3) return "Several people are writing …";
  const list = names.length === 1
    ? names[0]
    : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return `${list} ${names.length === 1 ? "is" : "are"} writing …`;
}

/** Names for completing in a room: those online first, then those who wrote lately. */
export function namesHere(room: RoomState, you: Person | undefined): string[] {
  const names = new Set(room.people.map(({ name }) => name));
  for (const entry of room.timeline.entries.toReversed()) {
    if ("view" in entry) names.add(entry.view.base.author.name);
  }
  if (you) names.delete(you.name);
  return [...names];
}
