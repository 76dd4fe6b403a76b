/**
 * What the connection tells.
 * @module
 */
import type { Ack, Room, Welcome } from "../../shared/protocol/mod.ts";
import { readMoved } from "./attention.ts";
import { andThen, nothing, request, say, type Update } from "./effects.ts";
import type { ConnectionStatus, NetworkEvent, OutgoingMessage } from "../../shared/connection.ts";
import { openAnyRoom, openRoom, removeRoom, roomByName } from "./open_room.ts";
import { meetStranger, pairLost, strangerMoved, strangerSays } from "./pair.ts";
import { askPeople, personChanged, presenceChanged, typingNoticed } from "./people.ts";
import { dropPassed, giveBack, isEntering, typedText } from "./sending.ts";
import { type AppState, createRoom, findRoom, roomLabel, serverPart } from "./state.ts";
import { logEvent, skipped } from "./update_event.ts";

export function updateNetwork(state: AppState, event: NetworkEvent): Update {
  switch (event.type) {
    case "status":
      return status(state, event.status);
    case "welcome":
      return welcome(state, event.welcome);
    case "event":
      return logEvent(state, event.event);
    case "skipped":
      return skipped(state, event.room, event.after, event.upTo);
    case "acked":
      return acked(state, event.ack);
    case "refused":
      return refused(state, event.message, event.reason);
    case "presence":
      return presenceChanged(state, event.presence);
    case "person":
      return personChanged(state, event.person);
    case "typing":
      return typingNoticed(state, event);
    case "read":
      return readMoved(state, event);
    case "joined":
      return joined(state, event.room);
    case "left":
      return removeRoom(state, event.room);
    case "stranger":
      return strangerMoved(state, event);
    case "stranger-says":
      return strangerSays(state, event.text, event.at);
    default:
      return event satisfies never;
  }
}

function status(state: AppState, now: ConnectionStatus): Update {
  const retryAt = now.state === "offline" ? state.now + now.retryIn : 0;
  // What happens while there is no connection isn't told.
  const online = now.state === "online";
  const presence = online ? state.presence : new Map<string, string>();
  const next = { ...state, status: now, retryAt, presence, typing: online ? state.typing : [] };
  const told = tellStatus(next, now);
  return online ? told : andThen(told, pairLost);
}

function tellStatus(next: AppState, now: ConnectionStatus): Update {
  if (now.state === "closed") {
    return say(next, "error", `Disconnected for good: ${now.reason}`);
  }
  if (!next.plain) return nothing(next);
  if (now.state === "offline") {
    const seconds = Math.ceil(now.retryIn / 1000);
    return say(next, "warning", `Offline: ${now.reason} Next try in ${seconds} s.`);
  }
  return now.state === "online" ? say(next, "info", "Online.") : nothing(next);
}

function welcome(state: AppState, { you, rooms, limits: wire }: Welcome): Update {
  const first = state.you === undefined;
  const kept = state.rooms.filter(({ id }) => rooms.some((room) => room.id === id));
  const known = kept.map((room) => {
    const now = serverPart(rooms.find(({ id }) => id === room.id)!);
    // What is open is being read.
    return room.id === state.current
      ? { ...room, ...now, unread: 0, mentions: 0 }
      : { ...room, ...now };
  });
  const added = rooms.filter(({ id }) => !findRoom(state, id))
    .map((room) => createRoom(room, first || room.kind !== "direct"));
  const gone = state.rooms.filter((room) => !kept.includes(room));
  let result: Update = nothing({
    ...state,
    you,
    messageBytes: wire.messageBytes,
    // A new connection knows of nobody's being away from this device.
    idle: false,
    rooms: [...known, ...added, ...gone],
  });
  for (const { id } of gone) result = andThen(result, (now) => removeRoom(now, id));
  if (state.strangersOnly) return andThen(result, meetStranger);
  if (first) {
    result = andThen(
      result,
      (now) => say(now, "info", `You are ${you.name}. /help lists the commands.`),
    );
  }
  return andThen(
    result,
    (now) => now.current === undefined && !now.pair ? openFirstRoom(now) : askPeople(now),
  );
}

function openFirstRoom(state: AppState): Update {
  if (state.wanted === undefined) return openAnyRoom(state);
  const room = roomByName(state, state.wanted);
  if (room) return openRoom(state, room.id);
  return request(state, "join", { room: state.wanted }, { for: "start" });
}

/** One became a member: here, on another device, or because somebody let one in. */
function joined(state: AppState, room: Room): Update {
  if (findRoom(state, room.id)) return nothing(state);
  const isDirect = room.kind === "direct";
  // A direct room is new because somebody writes: what it holds is news.
  const next = { ...state, rooms: [...state.rooms, createRoom(room, !isDirect)] };
  if (isDirect || state.strangersOnly || isEntering(state)) return nothing(next);
  const label = roomLabel(room);
  return say(next, "info", `You are in ${label} now. /room ${label} opens it.`);
}

/** The message is in the log; as a whisper in another room than the one in which it was written. */
function acked(state: AppState, { id, room, seq }: Ack): Update {
  const waiting = state.waiting.map((entry) =>
    entry.message.id === id ? { ...entry, place: { room, seq } } : entry
  );
  return nothing(dropPassed({ ...state, waiting }, room));
}

function refused(state: AppState, message: OutgoingMessage, reason: string): Update {
  const room = findRoom(state, message.room);
  const next = {
    ...state,
    waiting: state.waiting.filter((entry) => entry.message.id !== message.id),
  };
  const where = room ? ` to ${roomLabel(room)}` : "";
  const why = `Not sent${where}: ${reason}`;
  // In plain mode there is no draft to come back to: the words have to stand here.
  if (state.plain) return say(next, "error", `${why}\n${typedText(message)}`);
  return andThen(
    say(next, "error", why),
    (now) => giveBack(now, typedText(message), message.room),
  );
}
