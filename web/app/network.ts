/**
 * What the connection tells: welcome, rooms that come and go, answers to messages, its own state.
 * @module
 */
import type { ConnectionStatus } from "../../shared/connection.ts";
import type { Ack, Room, Welcome } from "../../shared/protocol/mod.ts";
import { roomLabel } from "../../shared/attention.ts";
import { also, nothing, type Update } from "./effects.ts";
import { pairLost } from "./pair.ts";
import {
  type AppState,
  changeRoom,
  createRoom,
  findRoom,
  type RoomState,
  serverPart,
  tell,
} from "./state.ts";

const LOBBY = "lobby";

export function statusChanged(before: AppState, status: ConnectionStatus): Update {
  const state = { ...before, status };
  if (status.state === "online") return nothing(state);
  const retryAt = status.state === "offline" ? state.now + status.retryIn : 0;
  const rooms = state.rooms.map((room) => room.loading ? { ...room, loading: false } : room);
  if (status.state === "connecting") return nothing({ ...state, rooms, retryAt });
  return openKept({ ...pairLost(state), rooms, retryAt });
}

/** Shows what the browser kept where the server doesn't answer at once. */
export function openKept(state: AppState): Update {
  const room = wantedRoom(state) ?? lobbyOf(state);
  if (state.welcomed || state.current !== undefined || !room) return nothing(state);
  return openRoom(state, room.id);
}

export function welcomed(state: AppState, { you, rooms, limits, server }: Welcome): Update {
  const known = new Map(state.rooms.map((room) => [room.id, room]));
  const next: AppState = {
    ...state,
    phase: "chat",
    you,
    welcomed: true,
    pushKey: server.pushKey,
    messageBytes: limits.messageBytes,
    rooms: rooms.map((room) => merged(state, known.get(room.id), room)),
  };
  const open = findRoom(next, next.current) ?? wantedRoom(next) ?? lobbyOf(next);
  if (!open) return nothing({ ...next, current: undefined, screen: "rooms" });
  if (open.id !== state.current) return openRoom({ ...next, current: undefined }, open.id);
  // It shows what was kept: what is new comes below.
  const isNew = !state.welcomed && open.unread > 0;
  return openRoom(isNew ? changeRoom(next, open.id, { divider: open.read }) : next, open.id);
}

/** A room as the server has it now, with what is known of it here. */
function merged(state: AppState, known: RoomState | undefined, room: Room): RoomState {
  // A log that is shorter than it was is another log: the server was restored from a backup.
  if (!known || known.head > room.head) return createRoom(room, state.keptDrafts[room.id]);
  // What came while the page was closed is no news to call for attention with.
  const oldUpTo = state.welcomed ? known.oldUpTo : room.head;
  return { ...known, ...serverPart(room), oldUpTo, peopleStale: true };
}

function wantedRoom({ rooms, wanted }: AppState): RoomState | undefined {
  return rooms.find(({ id }) => id === wanted);
}

function lobbyOf({ rooms }: AppState): RoomState | undefined {
  return rooms.find(({ kind, name }) => kind !== "direct" && name === LOBBY) ?? rooms[0];
}

/** Opens a room. Its line of what is new stands where one stopped reading. */
export function openRoom(state: AppState, id: string): Update {
  const room = findRoom(state, id);
  if (!room) return nothing({ ...state, wanted: id });
  if (id === state.current && !state.pair) return nothing({ ...state, screen: "room" });
  const divider = room.unread > 0 ? room.read : undefined;
  const opened = changeRoom(state, id, { divider, peopleStale: true });
  return also(
    { ...opened, current: id, wanted: undefined, pair: undefined, jump: undefined, screen: "room" },
    { type: "keep", key: "room", value: id },
  );
}

/** The account is in a room now: by its own wish, or somebody let it in. */
export function joined(state: AppState, room: Room): Update {
  // What was said since may be told before the room is: it is news all the same.
  const oldUpTo = room.you?.read ?? room.head;
  const made = { ...createRoom(room, state.keptDrafts[room.id]), oldUpTo };
  const next = findRoom(state, room.id) ? state : { ...state, rooms: [...state.rooms, made] };
  return state.wanted === room.id || state.rooms.length === 0
    ? openRoom(next, room.id)
    : nothing(next);
}

export function left(state: AppState, id: string): Update {
  const room = findRoom(state, id);
  if (!room) return nothing(state);
  const rooms = state.rooms.filter((one) => one.id !== id);
  const waiting = state.waiting.filter(({ message }) => message.room !== id);
  const next = tell(
    { ...state, rooms, waiting },
    "info",
    `You are no longer in ${roomLabel(room)}.`,
  );
  if (state.current !== id) return nothing(next);
  const other = lobbyOf(next);
  const closed: AppState = { ...next, current: undefined, screen: "rooms" };
  return other ? openRoom(closed, other.id) : nothing(closed);
}

/** The server has a message. Its place may be another room: then it went to some people alone. */
export function acked(state: AppState, { id, room, seq }: Ack): Update {
  const sent = state.waiting.find(({ message }) => message.id === id);
  if (!sent) return nothing(state);
  const isPassed = (findRoom(state, room)?.head ?? 0) >= seq;
  const waiting = isPassed
    ? state.waiting.filter((one) => one !== sent)
    : state.waiting.map((one) => one === sent ? { ...sent, place: { room, seq } } : one);
  const next = { ...state, waiting };
  if (room === sent.message.room) return nothing(next);
  const to = sent.message.to?.map((name) => `@${name}`).join(", ") ?? "those whom it names";
  return nothing(tell(next, "info", `Whispered to ${to}: it is in your conversation with them.`));
}
