/**
 * The terminal's title: what is unread, and where one is.
 * @module
 */
import { type AppState, currentRoom, roomLabel } from "../app/state.ts";
import { oneLine } from "./inline.ts";
import { news } from "./status.ts";

export function titleOf(state: AppState): string {
  const room = currentRoom(state);
  const place = state.strangersOnly || !room ? "Parley" : `${oneLine(roomLabel(room))} – Parley`;
  const unread = state.strangersOnly ? 0 : state.rooms.reduce(
    (sum, each) => each.id === state.current ? sum : sum + news(each),
    0,
  );
  return unread === 0 ? place : `(${unread}) ${place}`;
}
