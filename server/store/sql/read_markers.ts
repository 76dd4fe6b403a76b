/**
 * What a member holds in a room, inside the log's transaction: the read marker, which only moves forward,
 * and the notification level. All of the account's devices are told.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import type { ReadState } from "../../../shared/protocol/mod.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Events } from "./events.ts";
import type { RoomWriter } from "./rooms.ts";
import type { Transaction } from "./transaction.ts";

export class ReadMarkers {
  readonly handlers: Handlers<"mark-read" | "set-notify"> = {
    "mark-read": (write) => this.markRead(write),
    "set-notify": (write) => this.setNotify(write),
  };
  readonly #moveForward;
  readonly #setNotify;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly events: Events,
    private readonly rooms: RoomWriter,
  ) {
    this.#moveForward = database.prepare(
      `UPDATE member SET read_seq = ?3, read_messages = ?4
       WHERE room = ?1 AND account = ?2 AND read_seq < ?3`,
    );
    this.#setNotify = database.prepare(
      "UPDATE member SET notify = ?3 WHERE room = ?1 AND account = ?2 AND notify <> ?3",
    );
  }

  /** A marker behind the present one changes nothing; one beyond the head is the head. */
  *markRead({ account, room, seq }: WriteOf<"mark-read">): Steps<Outcomes["mark-read"]> {
    const upTo = Math.min(seq, yield* this.events.head(room));
    return yield* this.#told(
      account,
      room,
      yield* this.#moveForward.run(room, account, upTo, yield* this.events.messages(room, upTo)),
    );
  }

  *setNotify({ account, room, level }: WriteOf<"set-notify">): Steps<Outcomes["set-notify"]> {
    return yield* this.#told(account, room, yield* this.#setNotify.run(room, account, level));
  }

  *#told(
    account: string,
    room: string,
    { changes }: { changes: number | bigint },
  ): Steps<ReadState> {
    const { you } = yield* this.rooms.seenBy(room, account);
    if (!you) {
      throw new ParleyError("forbidden", "Only members of this room may do this. Join it first.");
    }
    const { role: _, ...state } = you;
    if (Number(changes) > 0) {
      this.transaction.done.notices.push({ account, frame: { type: "read", room, ...state } });
    }
    return state;
  }
}
