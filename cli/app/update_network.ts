/**
 * What the connection tells.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import {
  isKnownKind,
  type LogEvent,
  type Person,
  type Welcome,
} from "../../shared/protocol/mod.ts";
import { andThen, nothing, print, request, say, type Update } from "./effects.ts";
import type { ConnectionStatus, NetworkEvent, OutgoingMessage } from "./events.ts";
import { openAnyRoom, openRoom, removeRoom, roomByName } from "./open_room.ts";
import { askPeople, withoutPerson, withPresence } from "./people.ts";
import { isMention, printEvents } from "./printing.ts";
import { dropPassed, giveBack, typedText } from "./sending.ts";
import {
  type AppState,
  changeRoom,
  createRoom,
  currentRoom,
  findRoom,
  roomLabel,
} from "./state.ts";

export function updateNetwork(state: AppState, event: NetworkEvent): Update {
  switch (event.type) {
    case "status":
      return status(state, event.status);
    case "welcome":
      return welcome(state, event.welcome);
    case "event":
      return isKnownKind(event.event.kind)
        ? logEvent(state, event.event as LogEvent)
        : nothing(passed(state, event.event));
    case "skipped":
      return skipped(state, event.room, event.after, event.upTo);
    case "acked": {
      const { id, room, seq } = event.ack;
      const waiting = state.waiting.map((entry) =>
        entry.message.id === id ? { ...entry, seq } : entry
      );
      return nothing(dropPassed({ ...state, waiting }, room));
    }
    case "refused":
      return refused(state, event.message, event.reason);
    case "presence":
      return presence(state, event.presence.person, event.presence.state === "online");
    case "joined": {
      if (findRoom(state, event.room.id)) return nothing(state);
      // A direct room is new because somebody writes: what it holds is news.
      const room = createRoom(event.room, event.room.kind !== "direct");
      return nothing({ ...state, rooms: [...state.rooms, room] });
    }
    case "left":
      return removeRoom(state, event.room);
    default:
      return event satisfies never;
  }
}

function status(state: AppState, now: ConnectionStatus): Update {
  const retryAt = now.state === "offline" ? state.now + now.retryIn : 0;
  // What happens while there is no connection isn't told.
  const presence = now.state === "online" ? state.presence : new Map<string, boolean>();
  const next = { ...state, status: now, retryAt, presence };
  if (now.state === "closed") {
    return say(next, "error", `Disconnected for good: ${now.reason}`);
  }
  if (!state.plain) return nothing(next);
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
    const { name, kind } = rooms.find(({ id }) => id === room.id)!;
    return { ...room, name, kind };
  });
  const added = rooms.filter(({ id }) => !findRoom(state, id))
    .map((room) => createRoom(room, first || room.kind !== "direct"));
  const gone = state.rooms.filter((room) => !kept.includes(room));
  let result: Update = nothing({
    ...state,
    you,
    messageBytes: wire.messageBytes,
    rooms: [...known, ...added, ...gone],
  });
  for (const { id } of gone) result = andThen(result, (now) => removeRoom(now, id));
  if (first) {
    result = andThen(
      result,
      (now) => say(now, "info", `You are ${you.name}. /help lists the commands.`),
    );
  }
  return andThen(result, (now) => now.current === undefined ? openFirstRoom(now) : askPeople(now));
}

function openFirstRoom(state: AppState): Update {
  if (state.wanted === undefined) return openAnyRoom(state);
  const room = roomByName(state, state.wanted);
  if (room) return openRoom(state, room.id);
  return request(state, "join", { room: state.wanted }, { for: "join" });
}

/** The event takes its place in the log. */
function passed(state: AppState, { room: id, seq }: { room: string; seq: number }): AppState {
  const room = findRoom(state, id);
  if (!room) return state;
  return dropPassed(
    changeRoom(state, id, { head: Math.max(room.head, seq), oldest: room.oldest ?? seq }),
    id,
  );
}

function logEvent(before: AppState, event: LogEvent): Update {
  const state = passed(before, event);
  const room = findRoom(state, event.room);
  if (!room) return nothing(state);
  const { id: reader } = state.you!;
  const mine = event.author.id === reader;
  const hidden = event.seq <= room.hiddenUpTo;
  const news = event.kind === "message" && !mine && !hidden;
  const unread = room.unread + (news && room.id !== state.current ? 1 : 0);
  const events = [...room.events.slice(1 - limits.roomEvents), event];
  const left = event.kind === "leave" ? withoutPerson(room, event.author) : room;
  const next: AppState = {
    ...changeRoom(state, room.id, { ...left, events, unread }),
    waiting: event.kind === "message" && mine
      ? state.waiting.filter(({ message }) => message.id !== event.id)
      : state.waiting,
    peopleStale: state.peopleStale || (event.kind === "join" && room.id === state.current),
  };
  if (hidden) return nothing(next);
  const printed = printEvents(next, room, [event]);
  if (!news || !(room.kind === "direct" || isMention(state, event))) return printed;
  return { state: printed.state, effects: [...printed.effects, { type: "bell" }] };
}

function skipped(state: AppState, id: string, after: number, upTo: number): Update {
  const room = findRoom(state, id);
  if (!room) return nothing(state);
  const next = dropPassed(
    changeRoom(state, id, { head: Math.max(room.head, upTo), oldest: upTo + 1 }),
    id,
  );
  const count = upTo - after;
  return say(
    next,
    "warning",
    `${count} ${count === 1 ? "event" : "events"} in ${
      roomLabel(room)
    } left out, it went on without you. /history there shows them.`,
  );
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

function presence(before: AppState, person: Person, online: boolean): Update {
  if (person.id === before.you?.id || before.presence.get(person.id) === online) {
    return nothing(before);
  }
  const state = withPresence(before, [person], online);
  const here = currentRoom(state)?.people.some(({ id }) => id === person.id) ?? false;
  const next: AppState = online
    ? { ...state, peopleStale: state.peopleStale || !here }
    : { ...state, rooms: state.rooms.map((room) => withoutPerson(room, person)) };
  return print(next, { kind: "presence", name: person.name, online, at: state.now });
}
