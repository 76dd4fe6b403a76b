/**
 * Answers to requests, each by what it was asked for.
 * @module
 */
import type { Person, RequestResult, Room } from "../../shared/protocol/mod.ts";
import { andThen, nothing, print, say, tell, type Update } from "./effects.ts";
import type { AnswerEvent } from "./events.ts";
import { openAnyRoom, openRoom, removeRoom } from "./open_room.ts";
import type { Pending } from "./pending.ts";
import { eventEntries } from "./printing.ts";
import { withPresence } from "./people.ts";
import { giveBack, sendMessage } from "./sending.ts";
import { type AppState, changeRoom, createRoom, findRoom, roomLabel } from "./state.ts";

export function updateAnswer(before: AppState, event: AnswerEvent): Update {
  const pending = before.pending[event.purpose];
  if (!pending) return nothing(before);
  const { [event.purpose]: _, ...rest } = before.pending;
  const state = { ...before, pending: rest };
  if (event.type === "failed") return failed(state, pending, event.reason);
  switch (event.request) {
    case "join":
      return joined(state, event.result);
    case "leave":
      return removeRoom(state, event.result.room);
    case "rooms":
      return say(state, "info", describeRooms(event.result));
    case "online":
      return online(state, pending, event.result);
    case "direct":
      return direct(state, pending, event.result.room);
    case "history":
      return history(state, event.result);
    default:
      return nothing(state);
  }
}

function failed(state: AppState, pending: Pending, reason: string): Update {
  if (pending.for === "people") return nothing(state);
  const { line } = pending;
  // Only the room asked for at the start has no line: another one has to do.
  if (line === undefined) return andThen(say(state, "error", reason), openAnyRoom);
  const told = tell(state, "error", reason);
  return andThen(told, (now) => giveBack(now, line));
}

/** The room, put among one's own unless it is there: the answer may overtake the news of it. */
function withRoom(state: AppState, room: Room): AppState {
  if (findRoom(state, room.id)) return state;
  return { ...state, rooms: [...state.rooms, createRoom(room, false)] };
}

function joined(state: AppState, { room, created }: RequestResult<"join">): Update {
  const opened = openRoom(withRoom(state, room), room.id);
  if (!created) return opened;
  return andThen(opened, (now) => say(now, "info", `You made ${roomLabel(room)}; it is new.`));
}

function direct(state: AppState, pending: Pending, room: Room): Update {
  const next = withRoom(state, room);
  if (pending.for !== "direct" || pending.text === "") return openRoom(next, room.id);
  return sendMessage(next, room.id, pending.text);
}

function online(state: AppState, pending: Pending, result: RequestResult<"online">): Update {
  if (pending.for === "people") {
    return nothing(
      changeRoom(withPresence(state, result.people, true), pending.room, {
        people: result.people,
        online: result.total,
      }),
    );
  }
  const where = pending.for === "online" ? pending.where : "here";
  const names = result.people.map(describePerson).join(", ");
  const unnamed = result.total - result.people.length;
  const more = unnamed > 0 ? ` and ${unnamed} more` : "";
  return say(state, "info", `${result.total} online ${where}: ${names}${more}`);
}

function describePerson({ name, guest }: Person): string {
  return guest ? `${name} (guest)` : name;
}

function describeRooms({ rooms }: RequestResult<"rooms">): string {
  if (rooms.length === 0) return "There are no rooms. /join #name makes one.";
  const lines = rooms.map(({ members, joined, ...room }) => {
    const people = members === 1 ? "1 member" : `${members} members`;
    return `${joined ? "›" : " "} ${roomLabel(room)}  ${people}`;
  });
  return ["Rooms (› you are in it, /join #name enters):", ...lines].join("\n");
}

function history(state: AppState, { room: id, events }: RequestResult<"history">): Update {
  const room = findRoom(state, id);
  if (!room) return nothing(state);
  const label = roomLabel(room);
  if (events.length === 0) return tell(state, "info", `${label} has nothing earlier.`);
  const older = changeRoom(state, id, { oldest: events[0].seq });
  return print(
    older,
    { kind: "heading", text: `earlier in ${label}` },
    ...eventEntries(older, room, events, undefined),
    { kind: "heading", text: "now" },
  );
}
