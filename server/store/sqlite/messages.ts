/**
 * Writes about messages, inside the log's transaction.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import { judgeSending } from "../../chat/sending.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { MessageWrites } from "../writes/messages.ts";
import type { Events, NewEvent } from "./events.ts";
import type { Members } from "./members.ts";
import type { RoomRules } from "./room_rules.ts";
import type { Transaction } from "./transaction.ts";

export class MessageWriter {
  readonly handlers: Handlers<keyof MessageWrites> = {
    "append": (write) => this.append(write),
  };
  readonly #kindOf;

  constructor(
    database: DatabaseSync,
    private readonly transaction: Transaction,
    private readonly events: Events,
    private readonly members: Members,
    private readonly rules: RoomRules,
  ) {
    this.#kindOf = database.prepare("SELECT kind FROM event WHERE room = ? AND seq = ?");
  }

  /** It refuses before it has written anything: a refused append needs no rolling back. */
  append(write: WriteOf<"append">): Outcomes["append"] {
    const { author, room, requestId, replyTo } = write;
    const refusal = judgeSending({
      now: this.transaction.now,
      account: author.id,
      role: this.members.role(room, author.id),
      rules: this.rules.of(room),
    }) ?? this.#judgeReply(room, replyTo);
    if (refusal) {
      // A retry may come after its author left: what is in the log stays acknowledged.
      const before = this.events.find(author.id, requestId);
      if (before) return before;
      throw refusal;
    }
    const event: NewEvent = {
      room,
      author,
      kind: "message",
      id: requestId,
      text: write.text,
    };
    if (write.action) event.action = true;
    if (replyTo !== undefined) event.replyTo = replyTo;
    if (write.via !== undefined) event.via = write.via;
    const mentions = write.mentions?.filter((account) => this.members.role(room, account));
    if (mentions && mentions.length > 0) event.mentions = mentions;
    if (write.everyone) event.everyone = true;
    const before = this.events.head(room);
    const place = this.events.append(event);
    if (place.seq > before && place.room === room) {
      this.rules.noteSend(room, author.id, this.transaction.now);
      if (event.mentions || event.everyone) {
        const named = event.everyone ? ["", ...event.mentions ?? []] : event.mentions!;
        this.events.setMentions(room, place.seq, named);
      }
    }
    return place;
  }

  #judgeReply(room: string, replyTo: number | undefined): ParleyError | undefined {
    if (replyTo === undefined) return undefined;
    const row = this.#kindOf.get(room, replyTo) as { kind: string } | undefined;
    if (row?.kind === "message") return undefined;
    return new ParleyError("not-found", `There is no message ${replyTo} in this room to answer.`);
  }
}
