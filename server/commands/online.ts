/**
 * Tells who is online, in a room or in any of the asker's.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { Person } from "../../shared/protocol/mod.ts";
import type { Command, CommandContext } from "./command.ts";
import { readableRoom } from "./room_ref.ts";

async function onlineIn(context: CommandContext, rooms: string[]): Promise<Map<string, Person>> {
  const people = new Map<string, Person>();
  for (const room of rooms) {
    for (const account of await context.reader.members(room)) {
      const person = context.online.get(account);
      if (person) people.set(account, person);
    }
  }
  return people;
}

export const online: Command<"online"> = {
  type: "online",
  summary: "Who is online, in a room or in any of yours",
  http: [
    { method: "GET", path: "/v1/rooms/:room/online" },
    { method: "GET", path: "/v1/online" },
  ],
  async run(context, input) {
    const rooms = input.room === undefined
      ? await context.reader.roomIdsOf(context.person.id)
      : [(await readableRoom(context, input.room)).id];
    const people = [...(await onlineIn(context, rooms)).values()]
      .sort((a, b) => a.name.localeCompare(b.name));
    return { people: people.slice(0, limits.onlinePeople), total: people.length };
  },
};
