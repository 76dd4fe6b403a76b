/**
 * Shows a message with the answers to it.
 * @module
 */
import { noSuchMessage } from "../chat/messages.ts";
import type { RoomCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const thread: RoomCommand<"thread"> = {
  type: "thread",
  summary: "A message and the answers to it",
  access: { scope: "read", who: "guest", room: "reader" },
  http: [{ method: "GET", path: "/v1/rooms/:room/messages/:seq/thread" }],
  page: true,
  async run(context, input, { room }) {
    const root = await context.reader.message(room.id, input.seq);
    if (!root) throw noSuchMessage();
    const query = pageQuery(input, [0]);
    const page = await context.reader.messages.answers(room.id, root.seq, query);
    return { room: room.id, root, events: page.entries, ...nextOf(page) };
  },
};
