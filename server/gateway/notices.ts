/**
 * Notices to those who follow a room at this gateway, which may get lost: who came, went or is away, and
 * who types.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { encodeFrame, type Person } from "../../shared/protocol/mod.ts";
import { KeyedBuckets } from "../../shared/token_bucket.ts";
import type { Bus, PresenceChange } from "../bus/bus.ts";
import { judgeAsker, judgeInRoom } from "../chat/permissions.ts";
import type { CommandContext } from "../commands/command.ts";
import { placeOf } from "../commands/room_ref.ts";
import type { Reader } from "../store/log.ts";
import type { FanOut, Subscriber } from "./ws/fan_out.ts";

/** People in rooms whose typing is remembered at once. */
const CAPACITY = 10_000;

/** Whoever may write in a room may be seen typing there. */
const TYPING_ACCESS = { scope: "send", who: "guest", room: "member" } as const;

export class Notices {
  readonly #reader: Pick<Reader, "roomIdsOf">;
  readonly #fanOut: FanOut;
  readonly #bus: Pick<Bus, "post">;
  readonly #devicesOf: (account: string) => readonly Subscriber[] | undefined;
  readonly #typed = new KeyedBuckets(1000 / limits.typingInterval, 1, CAPACITY);

  constructor(
    reader: Pick<Reader, "roomIdsOf">,
    fanOut: FanOut,
    bus: Pick<Bus, "post">,
    devicesOf: (account: string) => readonly Subscriber[] | undefined,
  ) {
    this.#reader = reader;
    this.#fanOut = fanOut;
    this.#bus = bus;
    this.#devicesOf = devicesOf;
  }

  /** Tells the rooms of somebody what became of them. */
  async presence({ person, state, text }: PresenceChange): Promise<void> {
    const frame = encodeFrame({ type: "presence", person, state, text });
    for (const room of await this.#reader.roomIdsOf(person.id)) {
      if (!this.#isCrowded(room)) this.#fanOut.publish(room, frame);
    }
  }

  /** A client here says that its person writes something in the room that `ref` names. */
  async typing(context: CommandContext, ref: string): Promise<void> {
    const { person, now } = context;
    try {
      judgeAsker(context, TYPING_ACCESS);
      const { room, standing, role } = await placeOf(context, ref);
      judgeInRoom(standing, room, TYPING_ACCESS);
      if (!role || room.archived || this.#typed.take(`${person.id} ${room.id}`, now()) > 0) return;
      this.showTyping(room.id, person);
      this.#bus.post({ kind: "typing", room: room.id, person });
    } catch (error) {
      // Nobody is told: the frame has no answer.
      if (!(error instanceof ParleyError)) throw error;
    }
  }

  /** Somebody writes something in a room. Their own devices know it. */
  showTyping(room: string, person: Person): void {
    if (this.#isCrowded(room)) return;
    const frame = encodeFrame({ type: "typing", room, person });
    this.#fanOut.sendNow(room, frame, this.#devicesOf(person.id));
  }

  #isCrowded(room: string): boolean {
    return this.#fanOut.subscribers(room) > limits.presenceRoom;
  }
}
