/**
 * The status line: how the connection is, where one is, and what goes on elsewhere.
 * @module
 */
import { type AppState, currentRoom, roomLabel, type RoomState } from "../app/state.ts";
import { oneLine } from "./inline.ts";
import { type Line, lineWidth, type Span, span, truncateLine } from "./line.ts";

/** A part of the line: its variants from the longest to the shortest, and when it has to give way. */
interface Part {
  variants: Span[];
  /** Parts with a higher number are shortened, and then left out, first. */
  expendable: number;
}

const GAP = span(" · ", "dim");

/** The status line in at most `columns` cells: what matters least gives way. */
export function renderStatus(state: AppState, columns: number): Line {
  let parts = [
    connectionPart(state),
    roomPart(state),
    waitingPart(state),
    unreadPart(state),
    peoplePart(state),
    youPart(state),
  ].filter((part) => part !== undefined);
  while (lineWidth(join(parts)) > columns) {
    const weakest = parts.reduce((a, b) => b.expendable > a.expendable ? b : a);
    const variants = weakest.variants.slice(1);
    // The last word of the last part is cut rather than left out.
    if (parts.length === 1 && variants.length === 0) break;
    parts = parts.map((part) => part === weakest ? { ...part, variants } : part)
      .filter((part) => part.variants.length > 0);
  }
  return truncateLine(join(parts), columns);
}

function join(parts: readonly Part[]): Line {
  return parts.flatMap(({ variants }, index) => index === 0 ? [variants[0]] : [GAP, variants[0]]);
}

function connectionPart({ status, retryAt, now }: AppState): Part {
  switch (status.state) {
    case "connecting":
      return { variants: [span("connecting …", "warning")], expendable: 0 };
    case "online":
      return { variants: [span("● online", "online"), span("●", "online")], expendable: 4 };
    case "offline": {
      const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
      const soon = seconds === 0 ? "reconnecting" : `reconnecting in ${seconds} s`;
      return {
        variants: [
          span(`○ offline – ${soon}: ${oneLine(status.reason)}`, "offline"),
          span(`○ offline – ${soon}`, "offline"),
          span(`○ offline, ${seconds} s`, "offline"),
        ],
        expendable: 6,
      };
    }
    case "closed":
      return {
        variants: [
          span(`○ closed: ${oneLine(status.reason)}`, "offline"),
          span("○ closed", "offline"),
        ],
        expendable: 6,
      };
    default:
      return status satisfies never;
  }
}

function roomPart(state: AppState): Part {
  const room = currentRoom(state);
  const label = room ? oneLine(roomLabel(room)) : "no room";
  return { variants: [span(label, "bold")], expendable: 1 };
}

function waitingPart({ waiting }: AppState): Part | undefined {
  if (waiting.length === 0) return undefined;
  return { variants: [span(`${waiting.length} waiting`, "warning")], expendable: 2 };
}

function unreadPart(state: AppState): Part | undefined {
  const unread = state.rooms.filter((room) => room.unread > 0 && room.id !== state.current);
  if (unread.length === 0) return undefined;
  const sum = unread.reduce((count, room) => count + room.unread, 0);
  const each = (room: RoomState) => `${oneLine(roomLabel(room))} ${room.unread}`;
  const [some, more] = [unread.slice(0, 3).map(each), unread.length - 3];
  const named = `${some.join(", ")}${more > 0 ? `, ${more} more` : ""}`;
  return {
    variants: [span(`unread: ${named}`, "mention"), span(`${sum} unread`, "mention")],
    expendable: 3,
  };
}

function peoplePart(state: AppState): Part | undefined {
  const online = currentRoom(state)?.online ?? 0;
  if (online === 0 || state.status.state !== "online") return undefined;
  return { variants: [span(`${online} here`, "dim")], expendable: 5 };
}

function youPart({ you }: AppState): Part | undefined {
  return you && { variants: [span(oneLine(you.name), "dim")], expendable: 7 };
}
