/**
 * Writes about messages, inside the log's transaction.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import type { RoomKind } from "../../../shared/protocol/mod.ts";
import { judgeSending } from "../../chat/sending.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Events, NewEvent } from "./events.ts";
import type { Members } from "./members.ts";
import type { RoomRules } from "./room_rules.ts";
import type { RoomWriter } from "./rooms.ts";
import type { Transaction } from "./transaction.ts";

export class MessageWriter {
  readonly handlers: Handlers<"append" | "whisper"> = {
    "append": (write) => this.append(write),
    "whisper": (write) => this.whisper(write),
  };
  readonly #kindOf;
  readonly #roomKind;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly events: Events,
    private readonly members: Members,
    private readonly rules: RoomRules,
    private readonly rooms: RoomWriter,
  ) {
    this.#kindOf = database.prepare("SELECT kind FROM event WHERE room = ? AND seq = ?");
    this.#roomKind = database.prepare("SELECT kind FROM room WHERE id = ?");
  }

  /** It refuses before it has written anything: a refused append needs no rolling back. */
  *append(write: WriteOf<"append">): Steps<Outcomes["append"]> {
    const { author, room, requestId, replyTo } = write;
    const rules = yield* this.rules.of(room);
    let refusal = judgeSending({
      now: this.transaction.now,
      account: author.id,
      role: write.hook ? "moderator" : (yield* this.members.role(room, author.id)),
      rules,
    });
    if (!refusal && replyTo !== undefined) refusal = yield* this.#judgeReply(room, replyTo);
    if (refusal) {
      // A retry may come after its author left: what is in the log stays acknowledged.
      const before = yield* this.events.find(author.id, requestId);
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
    const mentions = write.mentions && (yield* this.members.among(room, write.mentions));
    if (mentions) event.mentions = mentions;
    if (write.everyone) event.everyone = true;
    const { events } = this.transaction.done;
    const before = events.length;
    const place = yield* this.events.append(event);
    if (events.length > before) {
      this.rules.noteSend(rules!, author.id, this.transaction.now);
      this.members.readOwn(room, author.id, place.seq, this.events.messagesNow(room));
      if (event.mentions || event.everyone) {
        const named = event.everyone ? ["", ...event.mentions ?? []] : event.mentions!;
        yield* this.events.setMentions(room, place.seq, named);
      }
    }
    return place;
  }

  *whisper(write: WriteOf<"whisper">): Steps<Outcomes["whisper"]> {
    const { author, people, via, requestId, text, action, mentions } = write;
    const before = yield* this.events.find(author.id, requestId);
    if (before) return before;
    const refusal = judgeSending({
      now: this.transaction.now,
      account: author.id,
      role: yield* this.members.role(via, author.id),
      rules: yield* this.rules.of(via),
    });
    if (refusal) throw refusal;
    const { room } = yield* this.rooms.openDirect({
      kind: "direct",
      person: author,
      members: people,
    });
    return yield* this.append({
      kind: "append",
      author,
      room: room.id,
      requestId,
      text,
      action,
      mentions,
      via: (yield* this.#mayTell(via, room.id, people)) ? via : undefined,
    });
  }

  /** A room that is not for all to know of is told only to those who are in it. */
  *#mayTell(via: string, room: string, people: readonly string[]): Steps<boolean> {
    if (via === room) return false;
    const { kind } = (yield* this.#roomKind.get(via)) as { kind: RoomKind };
    return kind === "public" ||
      (yield* this.members.among(via, people))?.length === people.length;
  }

  *#judgeReply(room: string, replyTo: number): Steps<ParleyError | undefined> {
    const row = (yield* this.#kindOf.get(room, replyTo)) as { kind: string } | undefined;
    if (row?.kind === "message") return undefined;
    return new ParleyError("not-found", `There is no message ${replyTo} in this room to answer.`);
  }
}
