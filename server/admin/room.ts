/**
 * `parley-server room`: rooms of a running server.
 * @module
 */
import type { ListedRoom, Member, Room, RoomDetails } from "../../shared/protocol/mod.ts";
import type { Finish } from "./command.ts";
import {
  AFTER,
  AS,
  command,
  family,
  LIMIT,
  more,
  page,
  timeOf,
  type Verb,
  wholeOf,
} from "./verbs.ts";

function lineOf({ name, kind, members, topic }: ListedRoom): string {
  return `#${name.padEnd(24)} ${kind.padEnd(8)} ${String(members).padStart(5)}  ${topic ?? ""}`
    .trimEnd();
}

const VERBS: readonly Verb[] = [
  {
    usage: "list [text]",
    description: "List public rooms and the asker's own, or those with this in name or topic.",
    options: [LIMIT, AFTER, AS],
    examples: ["list", "list garden --json"],
    ask: ([query], options) => command(options, { type: "rooms", query, ...page(options) }),
    say: (result: { rooms: ListedRoom[]; next?: string }) => [
      ...result.rooms.map(lineOf),
      ...more(result),
    ],
  },
  {
    usage: "show <room>",
    description: "Show what a room says of itself.",
    options: [AS],
    examples: ["show lobby"],
    ask: ([room], options) => command(options, { type: "room", room }),
    say: ({ room }: { room: RoomDetails }) => [
      lineOf(room),
      `  id       ${room.id}`,
      `  since    ${timeOf(room.createdAt)}`,
      ...(room.description ? [`  about    ${room.description}`] : []),
    ],
  },
  {
    usage: "members <room>",
    description: "List who is in a room.",
    options: [LIMIT, AFTER, AS],
    examples: ["members lobby"],
    ask: ([room], options) => command(options, { type: "members", room, ...page(options) }),
    say: (result: { members: Member[]; next?: string }) => [
      ...result.members.map(({ person, role, joinedAt }) =>
        `@${person.name.padEnd(24)} ${role.padEnd(10)} ${timeOf(joinedAt)}`
      ),
      ...more(result),
    ],
  },
  {
    usage: "create <name>",
    description: "Make a room, owned by the asker.",
    options: [
      ["--private", "for those who are invited"],
      ["--topic <text>", "what it is about"],
      AS,
    ],
    examples: ["create garden --topic 'What grows'", "create staff --private --as alice"],
    ask: ([name], options) =>
      command(options, {
        type: "create-room",
        name,
        kind: options.private ? "private" : "public",
        topic: options.topic,
      }),
    say: ({ room }: { room: { name: string; id: string } }) => [`Made #${room.name} (${room.id}).`],
  },
  {
    usage: "topic <room> <text>",
    description: "Say what a room is about; an empty text takes that back.",
    options: [["--description <text>", "more on it"], AS],
    examples: ["topic garden 'What grows'", "topic garden ''"],
    ask: ([room, topic], options) =>
      command(options, { type: "set-topic", room, topic, description: options.description }),
    say: ({ room }: { room: Room }) => [
      room.topic ? `#${room.name} is about: ${room.topic}` : `#${room.name} has no topic any more.`,
    ],
  },
  {
    usage: "retention <room> <days>",
    description: "Keep a room's messages for so many days, then erase them; 0 keeps them for ever.",
    options: [AS],
    examples: ["retention garden 30", "retention garden 0"],
    ask: ([room, days], options) =>
      command(options, {
        type: "set-room",
        room,
        retention: days === "0" ? 0 : wholeOf(days, "The number of days"),
      }),
    say: ({ room }: { room: Room }) => [
      room.retention
        ? `#${room.name} keeps messages for ${room.retention} days.`
        : `#${room.name} keeps messages for ever.`,
    ],
  },
  {
    usage: "archive <room>",
    description: "Close a room to new messages; its history stays.",
    options: [["--undo", "open it again"], AS],
    examples: ["archive garden", "archive garden --undo"],
    ask: ([room], options) => command(options, { type: "set-room", room, archived: !options.undo }),
    say: (_result, { request }) => [
      `#${request.room.replace(/^#/, "")} is ${request.archived ? "archived" : "open again"}.`,
    ],
  },
];

export const roomCommand = (finish: Finish) => family("room", VERBS, finish);
