/**
 * The status line: how the connection is, where one is, and what goes on elsewhere.
 * @module
 */
import { isQuiet } from "../app/alert.ts";
import { type AppState, currentRoom, roomLabel, type RoomState } from "../app/state.ts";
import { oneLine } from "./inline.ts";
import { type Line, lineWidth, type Span, span, type Style, truncateLine } from "./line.ts";

/** A part of the line: its variants from the longest to the shortest. */
type Part = Variant[];
interface Variant {
  span: Span;
  /** Variants with a higher number give way first: to the next one of their part, or to nothing. */
  expendable: number;
}

const GAP = span(" · ", "dim");

/** The status line in at most `columns` cells: what matters least gives way. */
export function renderStatus(state: AppState, columns: number): Line {
  let parts = [
    connectionPart(state),
    roomPart(state),
    lengthPart(state),
    waitingPart(state),
    typingPart(state),
    unreadPart(state),
    peoplePart(state),
    youPart(state),
  ].filter((part) => part.length > 0);
  while (lineWidth(join(parts)) > columns) {
    const weakest = parts.reduce((a, b) => b[0].expendable > a[0].expendable ? b : a);
    // The last word of the last part is cut rather than left out.
    if (parts.length === 1 && weakest.length === 1) break;
    parts = parts.map((part) => part === weakest ? part.slice(1) : part)
      .filter((part) => part.length > 0);
  }
  return truncateLine(join(parts), columns);
}

function join(parts: readonly Part[]): Line {
  return parts.flatMap(([{ span }], index) => index === 0 ? [span] : [GAP, span]);
}

function variant(expendable: number, text: string, style: Style): Variant {
  return { span: span(text, style), expendable };
}

function connectionPart({ status, retryAt, now }: AppState): Part {
  switch (status.state) {
    case "connecting":
      return [variant(0, "connecting …", "warning")];
    case "online":
      return [variant(6, "● online", "online"), variant(2, "●", "online")];
    case "offline": {
      const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
      const soon = seconds === 0 ? "reconnecting" : `reconnecting in ${seconds} s`;
      return [
        variant(9, `○ offline – ${soon}: ${oneLine(status.reason)}`, "offline"),
        variant(4, `○ offline – ${soon}`, "offline"),
        variant(0, seconds === 0 ? "○ offline" : `○ offline, ${seconds} s`, "offline"),
      ];
    }
    case "closed":
      return [
        variant(9, `○ closed: ${oneLine(status.reason)}`, "offline"),
        variant(0, "○ closed", "offline"),
      ];
    default:
      return status satisfies never;
  }
}

const PAIR = { paired: "with a stranger", waiting: "waiting for a stranger", none: "pair room" };

function roomPart(state: AppState): Part {
  if (state.pair) return [variant(1, PAIR[state.pair.standing], "bold")];
  const room = currentRoom(state);
  return [variant(1, room ? oneLine(roomLabel(room)) : "no room", "bold")];
}

function waitingPart({ waiting }: AppState): Part {
  return waiting.length === 0 ? [] : [variant(3, `${waiting.length} waiting`, "warning")];
}

const utf8 = new TextEncoder();

/** What a message still takes, once its end is near. */
function lengthPart({ editor, messageBytes, question, overlay }: AppState): Part {
  if (question || overlay || 4 * editor.text.length < messageBytes) return [];
  const left = messageBytes - utf8.encode(editor.text).length;
  if (left > messageBytes / 10) return [];
  const text = left < 0 ? `${-left} bytes too long` : `${left} bytes left`;
  return [variant(1, text, left < 0 ? "error" : "warning")];
}

function typingPart({ typing, current }: AppState): Part {
  const names = typing.filter(({ room }) => room === current).map(({ person }) => person.name);
  if (names.length === 0) return [];
  const who = names.length > 2 ? `${names.length} people` : oneLine(names.join(" and "));
  return [variant(7, `${who} ${names.length === 1 ? "is" : "are"} typing`, "dim")];
}

/** What a room has that its reader wants to be told of. */
export function news({ notify, unread, mentions }: RoomState): number {
  return notify === "all" ? unread : notify === "mentions" ? mentions : 0;
}

function unreadPart(state: AppState): Part {
  if (state.strangersOnly) return [];
  const unread = state.rooms.filter((room) => news(room) > 0 && room.id !== state.current);
  if (unread.length === 0) return [];
  const sum = unread.reduce((count, room) => count + news(room), 0);
  const each = (room: RoomState) => {
    const mentions = room.mentions > 0 ? ` (${room.mentions} to you)` : "";
    return `${oneLine(roomLabel(room))} ${news(room)}${mentions}`;
  };
  const [some, more] = [unread.slice(0, 3).map(each), unread.length - 3];
  const named = `unread: ${some.join(", ")}${more > 0 ? `, ${more} more` : ""}`;
  return [variant(5, named, "mention"), variant(3, `${sum} unread`, "mention")];
}

function peoplePart(state: AppState): Part {
  const online = currentRoom(state)?.online ?? 0;
  if (online === 0 || state.status.state !== "online") return [];
  return [variant(7, `${online} here`, "dim")];
}

function youPart(state: AppState): Part {
  const { you, away, strangersOnly } = state;
  if (!you || strangersOnly) return [];
  const quiet = isQuiet(state) ? ", do not disturb" : "";
  return [variant(8, `${oneLine(you.name)}${away ? ", away" : ""}${quiet}`, "dim")];
}
