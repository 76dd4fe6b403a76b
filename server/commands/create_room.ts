/**
 * Makes a room, public or private.
 * @module
 */
import { parseName } from "../../shared/names.ts";
import type { ServerCommand } from "./command.ts";
import { judgeUnlimited } from "./limited.ts";

export const createRoom: ServerCommand<"create-room"> = {
  type: "create-room",
  summary: "Make a room, public or private; you own it",
  access: { scope: "manage", who: "account" },
  http: [{ method: "POST", path: "/v1/rooms", status: 201 }],
  async run(context, { name, kind, topic = "" }) {
    judgeUnlimited(context);
    return await context.store.write({
      kind: "create-room",
      person: context.person,
      roomKind: kind,
      name: parseName(name, "room"),
      topic,
    });
  },
};
