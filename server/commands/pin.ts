/**
 * Pins a message to its room, or takes it down.
 * @module
 */
import { CHANGE_ACCESS } from "../chat/messages.ts";
import { changeMessage } from "./change_message.ts";
import type { RoomCommand } from "./command.ts";

const PATH = "/v1/rooms/:room/messages/:seq/pin";

export const pin: RoomCommand<"pin"> = {
  type: "pin",
  summary: "Pin a message to its room, or take it down",
  access: CHANGE_ACCESS.pin,
  http: [
    { method: "PUT", path: PATH, fixed: { on: true } },
    { method: "DELETE", path: PATH, fixed: { on: false } },
  ],
  async run(context, { seq, on }, place) {
    return await changeMessage(context, place, seq, { kind: "pin", on });
  },
};
