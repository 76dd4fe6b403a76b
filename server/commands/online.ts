/**
 * Tells who is online, in a room or in any of the asker's.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { OnlinePerson } from "../../shared/protocol/mod.ts";
import { reaches } from "../chat/permissions.ts";
import type { CommandContext, RoomCommand } from "./command.ts";

async function onlineIn(context: CommandContext, rooms: string[]): Promise<OnlinePerson[]> {
  const people = new Map<string, OnlinePerson>();
  for (const room of rooms) {
    for (const account of await context.reader.members(room)) {
      const person = context.online.get(account);
      if (person) people.set(account, person);
    }
  }
  return [...people.values()];
}

export const online: RoomCommand<"online"> = {
  type: "online",
  summary: "Who is online, in a room or in any of yours",
  access: { scope: "read", who: "guest", room: "reader" },
  http: [
    { method: "GET", path: "/v1/rooms/:room/online" },
    { method: "GET", path: "/v1/online" },
  ],
  async run(context, _input, place) {
    const rooms = place
      ? [place.room.id]
      : (await context.reader.roomIdsOf(context.person.id)).filter((id) => reaches(context, id));
    const people = await onlineIn(context, rooms);
    people.sort((a, b) => a.name.localeCompare(b.name));
    return { people: people.slice(0, limits.onlinePeople), total: people.length };
  },
};
