/**
 * Changes of messages, inside the log's transaction: edit, delete, react, pin.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import type { Person, RoomKind } from "../../../shared/protocol/mod.ts";
import { changesNothing, judgeChange, type MessageChange } from "../../chat/messages.ts";
import { standingIn } from "../../chat/permissions.ts";
import { notThere } from "../../chat/sending.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Audit } from "./audit.ts";
import type { Events, Place } from "./events.ts";
import { Folding } from "./folding.ts";
import type { Members } from "./members.ts";
import type { RoomRules } from "./room_rules.ts";
import type { Transaction } from "./transaction.ts";

export class MessageChangeWriter {
  readonly handlers: Handlers<"change-message"> = {
    "change-message": (write) => this.change(write),
  };
  readonly #folding: Folding;
  readonly #kind;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly events: Events,
    private readonly members: Members,
    private readonly rules: RoomRules,
    private readonly audit: Audit,
  ) {
    this.#folding = new Folding(database);
    this.#kind = database.prepare("SELECT kind FROM room WHERE id = ?");
  }

  *change(write: WriteOf<"change-message">): Steps<Outcomes["change-message"]> {
    const { author, administrator, room, target, change } = write;
    const rules = yield* this.rules.of(room);
    if (!rules) throw notThere();
    const { kind } = (yield* this.#kind.get(room)) as { kind: RoomKind };
    const role = yield* this.members.role(room, author.id);
    const found = yield* this.#folding.history(room, target);
    const message = found?.message;
    const changes = found?.changes ?? [];
    judgeChange({
      now: this.transaction.now,
      account: author.id,
      standing: standingIn({ person: author, administrator }, { id: room, kind }, role),
      room: { kind, rules },
      message,
      before: changes.filter((each) => each.author.id === author.id).length,
      change,
    });
    if (changesNothing(message!, author.id, change)) {
      const { seq, at } = changes.at(-1) ?? message!;
      return { room, seq, at };
    }
    switch (change.kind) {
      case "edit":
        return yield* this.#edit(room, target, author, change);
      case "delete":
        if (message!.author.id !== author.id) {
          yield* this.audit.note({
            actor: author.id,
            action: "delete",
            room,
            person: message!.author.id,
            detail: `Message ${target}.`,
          });
        }
        return yield* this.events.erase(room, target, author);
      case "react":
      case "pin":
        return yield* this.events.append({ room, author, target, ...change });
      default:
        throw new Error(`Unknown change ${JSON.stringify(change satisfies never)}.`);
    }
  }

  *#edit(
    room: string,
    target: number,
    author: Person,
    { text, mentions, everyone }: Extract<MessageChange, { kind: "edit" }>,
  ): Steps<Place> {
    const named = yield* this.members.among(room, mentions);
    yield* this.events.setMentions(room, target, everyone ? ["", ...named ?? []] : named ?? []);
    return yield* this.events.append({
      room,
      author,
      kind: "edit",
      target,
      text,
      ...named && { mentions: named },
      ...everyone && { everyone },
    });
  }
}
