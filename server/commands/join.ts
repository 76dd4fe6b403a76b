/**
 * Enters a public room; a room that doesn't exist is made.
 * @module
 */
import { parseName } from "../../shared/names.ts";
import type { ServerCommand } from "./command.ts";
import { toKey } from "./room_ref.ts";

export const join: ServerCommand<"join"> = {
  type: "join",
  summary: "Enter a public room, made if there is none",
  access: { scope: "manage", who: "guest" },
  http: [{ method: "POST", path: "/v1/rooms/:room/join" }],
  async run(context, input) {
    const known = await context.reader.room(toKey(input.room), context.person.id);
    if (known?.role) return { room: known.room, created: false };
    return await context.store.write({
      kind: "join",
      person: context.person,
      name: parseName(known?.room.kind === "public" ? known.room.name : input.room, "room"),
      create: context.person.guest !== true,
    });
  },
};
