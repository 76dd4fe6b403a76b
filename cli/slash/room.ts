/**
 * `/room`: opens another of one's rooms, tells about the open one, or changes how it works.
 * @module
 */
import { describeTime } from "../../shared/duration.ts";
import { nearestNames } from "../../shared/name_key.ts";
import { nothing, tell, type Update } from "../app/effects.ts";
import { openRoom, roomByName } from "../app/open_room.ts";
import { type AppState, roomLabel } from "../app/state.ts";
import {
  answers,
  ask,
  type Call,
  inRoom,
  misused,
  type Refusal,
  type SlashCommand,
} from "./command.ts";
import { count, list } from "./listing.ts";
import { parseSwitch, takeWord } from "./parse.ts";

export const room: SlashCommand = {
  name: "room",
  aliases: ["switch"],
  usage:
    "/room [#room], /room set addressing on/off, /room set name #new, /room set retention days",
  help: "tells about this room, opens another of yours (@name: a direct one), or changes this one",
  run(state, call) {
    const { word, rest } = takeWord(call.args);
    if (word === "") {
      return inRoom(state, (room) => ask(state, call, "room", { room: room.id }));
    }
    return word === "set" && rest !== "" ? set(state, call, rest) : open(state, call.args.trim());
  },
  answer: answers({
    "room": (state, { room }) =>
      list(
        state,
        roomLabel(room),
        [
          ...(room.topic ? [[room.topic]] : []),
          ...(room.description ? room.description.split("\n").map((line) => [line]) : []),
          [`${room.kind}${room.archived ? ", archived" : ""}, ${count(room.members, "member")}`],
          ...(room.addressing ? [["text @name at a message's end goes to them alone"]] : []),
          ...(room.slowMode ? [[`slow mode: one message in ${describeTime(room.slowMode)}`]] : []),
          ...(room.retention ? [[`messages stay for ${count(room.retention, "day")}`]] : []),
          ...(room.you ? [[`you are ${room.you.role}; you are told of: ${room.you.notify}`]] : []),
          ["made on ", { at: room.createdAt }],
        ],
        "",
      ),
    "set-room": (state) => tell(state, "info", "The room is changed."),
  }),
};

function open(state: AppState, name: string): Update | Refusal {
  const found = roomByName(state, name);
  if (found) return found.id === state.current ? nothing(state) : openRoom(state, found.id);
  const [nearest] = nearestNames(name, state.rooms.map((other) => other.name), 1);
  const near = state.rooms.find((other) => other.name === nearest);
  const hint = near ? `Did you mean ${roomLabel(near)}?` : `/join ${name} enters it.`;
  return { refuse: `You are not in ${name}. ${hint}` };
}

function set(state: AppState, call: Call, args: string): Update | Refusal {
  const { word: what, rest: value } = takeWord(args);
  return inRoom(state, (room) => {
    const addressing = parseSwitch(value);
    if (what === "addressing" && addressing !== undefined) {
      return ask(state, call, "set-room", { room: room.id, addressing });
    }
    if (what === "retention" && /^\d{1,6}$/.test(value)) {
      return ask(state, call, "set-room", { room: room.id, retention: Number(value) });
    }
    if (what === "name" && value !== "" && !/\s/.test(value)) {
      return ask(state, call, "set-room", { room: room.id, name: value });
    }
    return misused(
      call,
      "It sets addressing (on or off), the name, or retention (days; 0: for ever).",
    );
  });
}
