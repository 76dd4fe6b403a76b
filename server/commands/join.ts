/**
 * Enters a public room; a room that doesn't exist is made.
 * @module
 */
import * as v from "valibot";
import { parseName } from "../../shared/names.ts";
import { RoomId } from "../../shared/protocol/mod.ts";
import { notThere } from "../chat/sending.ts";
import type { ServerCommand } from "./command.ts";
import { judgeUnlimited } from "./limited.ts";
import { toKey } from "./room_ref.ts";

/** Which room a name means is judged here and not by `access`: there may be none yet. */
export const join: ServerCommand<"join"> = {
  type: "join",
  summary: "Enter a public room, made if there is none",
  access: { scope: "manage", who: "guest" },
  http: [{ method: "POST", path: "/v1/rooms/:room/join" }],
  async run(context, input) {
    const { person, grant, reader, store } = context;
    const known = await reader.room(toKey(input.room), person.id);
    if (known && grant?.rooms?.includes(known.room.id) === false) throw notThere();
    if (known?.role) return { room: known.room, created: false };
    if (known?.room.kind === "public") {
      const { room } = await store.write({ kind: "enter", person, room: known.room.id });
      return { room, created: false };
    }
    if (v.is(RoomId, input.room)) throw notThere();
    judgeUnlimited(context);
    return await store.write({
      kind: "join",
      person,
      name: parseName(input.room, "room"),
      create: person.guest !== true,
    });
  },
};
