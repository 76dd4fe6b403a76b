/**
 * Tells those who keep order of a message that somebody finds unbearable.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { RoomCommand } from "./command.ts";

export const report: RoomCommand<"report"> = {
  type: "report",
  summary: "Tell the moderators, and the server's administrators, of a message",
  access: { scope: "send", who: "guest", room: "member" },
  http: [{ method: "POST", path: "/v1/rooms/:room/messages/:seq/reports", status: 201 }],
  async run(context, { seq, reason }, { room }) {
    const message = await context.reader.message(room.id, seq);
    if (!message) {
      throw new ParleyError("not-found", `There is no message ${seq} in this room.`);
    }
    if (message.state?.deletedBy !== undefined) {
      throw new ParleyError("conflict", "This message is deleted already.");
    }
    return await context.store.write({
      kind: "report",
      by: context.person,
      person: message.author.id,
      reason,
      room: room.id,
      seq,
      text: message.text,
    });
  },
};
