/**
 * Gives one's own message a new text.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { trailingForm } from "../chat/addressing.ts";
import { CHANGE_ACCESS } from "../chat/messages.ts";
import { changeMessage } from "./change_message.ts";
import type { RoomCommand } from "./command.ts";
import { mentionedIn } from "./mentioned.ts";

export const edit: RoomCommand<"edit"> = {
  type: "edit",
  summary: "A new text for your message",
  access: CHANGE_ACCESS.edit,
  http: [{ method: "PATCH", path: "/v1/rooms/:room/messages/:seq" }],
  async run(context, { seq, text }, place) {
    // Here it would be for those people alone if it was sent, and all would see the edit.
    if (place.room.addressing && trailingForm(text)) {
      throw new ParleyError(
        "conflict",
        "In this room a text that ends with names goes to those people alone, which an edit can't. " +
          "Put the names elsewhere, or send a new message.",
      );
    }
    const mentioned = await mentionedIn(context, text);
    return await changeMessage(context, place, seq, { kind: "edit", text, ...mentioned });
  },
};
