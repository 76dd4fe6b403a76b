/**
 * Takes a message back.
 * @module
 */
import { CHANGE_ACCESS } from "../chat/messages.ts";
import { changeMessage } from "./change_message.ts";
import type { RoomCommand } from "./command.ts";

export const deleteMessage: RoomCommand<"delete"> = {
  type: "delete",
  summary: "Take your message back; moderators anybody's",
  access: CHANGE_ACCESS.delete,
  http: [{ method: "DELETE", path: "/v1/rooms/:room/messages/:seq" }],
  async run(context, { seq }, place) {
    return await changeMessage(context, place, seq, { kind: "delete" });
  },
};
