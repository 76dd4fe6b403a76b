/**
 * The lists beside the messages: rooms with their counts, and who is here.
 * @module
 */
import { textWidth, truncateText } from "../../../shared/text.ts";
import { type AppState, currentRoom, roomLabel, type RoomState } from "../../app/state.ts";
import { oneLine } from "../inline.ts";
import { type Line, type Span, span, type Style } from "../line.ts";
import { authorStyle } from "../theme.ts";

/** The rooms that a list of so many rows shows: those around the open one. */
export function roomsShown(state: AppState, rows: number): readonly RoomState[] {
  const { rooms, current } = state;
  const index = Math.max(0, rooms.findIndex(({ id }) => id === current));
  const start = Math.max(0, Math.min(index - Math.floor(rows / 2), rooms.length - rows));
  return rooms.slice(start, start + rows);
}

/** `▸2 #dev      3`, `  @bob     @1`: the number that Alt opens it with, and what is unread. */
export function roomRows(state: AppState, columns: number, rows: number): Line[] {
  return roomsShown(state, rows).map((room) => {
    const place = state.rooms.indexOf(room) + 1;
    const open = room.id === state.current;
    const { unread, mentions, notify } = room;
    const count = mentions > 0
      ? `@${mentions}`
      : unread > 0 && notify !== "none"
      ? `${unread}`
      : "";
    const head = `${open ? "▸" : " "}${place < 10 ? place : " "} `;
    const left = columns - head.length - (count === "" ? 0 : count.length + 1);
    const label = truncateText(oneLine(roomLabel(room)), Math.max(1, left));
    const style: Style | undefined = open
      ? "selected"
      : mentions > 0
      ? "mention"
      : count !== ""
      ? "bold"
      : notify === "none"
      ? "dim"
      : undefined;
    const gap = " ".repeat(Math.max(0, left - textWidth(label)));
    const after: Span[] = count === ""
      ? []
      : [span(`${gap} `), span(count, mentions > 0 ? "mention" : "bold")];
    return [span(head, open ? "bold" : "dim"), span(label, style), ...after];
  });
}

/** Names of those who are here, as a list of so many rows below its heading shows them. */
export function peopleShown(state: AppState, rows: number): readonly string[] {
  return (currentRoom(state)?.people ?? []).slice(0, Math.max(0, rows - 1)).map(({ name }) => name);
}

export function peopleRows(state: AppState, columns: number, rows: number): Line[] {
  const room = currentRoom(state);
  if (!room || rows < 1) return [];
  const shown = room.people.slice(0, rows - 1);
  const more = room.online - shown.length;
  const names = shown.map((person): Line => [
    span(person.away ? "○ " : "● ", person.away ? "dim" : "online"),
    span(truncateText(oneLine(person.name), columns - 2), authorStyle(person.id)),
  ]);
  const heading = [span(truncateText(`${room.online} here`, columns), "bold")];
  if (more <= 0 || names.length === 0) return [heading, ...names];
  const last = more + 1;
  return [heading, ...names.slice(0, -1), [span(truncateText(`  ${last} more`, columns), "dim")]];
}
