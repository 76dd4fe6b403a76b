/**
 * Where the quick switcher can lead.
 * @module
 */
import { Fzf } from "fzf";
import { limits } from "../../shared/limits.ts";
import { namesHere } from "./people.ts";
import { type AppState, currentRoom, roomLabel, type RoomState } from "./state.ts";

/** Where the switcher leads: a room of one's own, or the direct room with somebody. */
export type Place = { readonly label: string; readonly room?: RoomState; readonly name?: string };

/** Rooms and people that fit what was typed, best first; rooms with news first where nothing was. */
export function placesFor(state: AppState, typed: string): readonly Place[] {
  const news = ({ mentions, unread }: RoomState) => mentions > 0 ? 2 : unread > 0 ? 1 : 0;
  const rooms = state.rooms.filter(({ id }) => id !== state.current)
    .toSorted((a, b) => news(b) - news(a));
  const people = namesHere(state, currentRoom(state))
    .filter((name) => !state.rooms.some((room) => room.kind === "direct" && room.name === name));
  const places: Place[] = [
    ...rooms.map((room) => ({ label: roomLabel(room), room })),
    ...people.map((name) => ({ label: `@${name}`, name })),
  ];
  if (typed.trim() === "") return places;
  return new Fzf(places, { selector: ({ label }) => label, limit: limits.pageDefault })
    .find(typed.trim()).map(({ item }) => item);
}
