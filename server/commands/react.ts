/**
 * Reacts to a message with an emoji, or takes that back.
 * @module
 */
import { CHANGE_ACCESS } from "../chat/messages.ts";
import { changeMessage } from "./change_message.ts";
import type { RoomCommand } from "./command.ts";

const PATH = "/v1/rooms/:room/messages/:seq/reactions/:emoji";

export const react: RoomCommand<"react"> = {
  type: "react",
  summary: "React to a message, or take it back",
  access: CHANGE_ACCESS.react,
  http: [
    { method: "PUT", path: PATH, fixed: { on: true } },
    { method: "DELETE", path: PATH, fixed: { on: false } },
  ],
  async run(context, { seq, emoji, on }, place) {
    return await changeMessage(context, place, seq, { kind: "react", emoji, on });
  },
};
