/**
 * The signed-in connections of a gateway, by account: tells them what the store has for them.
 * @module
 */
import { CLOSE, encodeFrame } from "../../shared/protocol/mod.ts";
import { reaches } from "../chat/permissions.ts";
import { IdleDevices } from "../presence/idle_devices.ts";
import type { MembershipChange, Notice, PersonChange } from "../store/log.ts";
import type { Session } from "./ws/session.ts";

export class Devices {
  /** Each array is replaced, never changed. A set would take four times as much for one device. */
  readonly #byAccount = new Map<string, readonly Session[]>();
  readonly #idle: IdleDevices;

  /** @param tellIdle is told when all devices of an account here became idle, or no longer all. */
  constructor(tellIdle: (account: string, idle: boolean) => void) {
    this.#idle = new IdleDevices(tellIdle);
  }

  /** Those of one account; undefined for none. */
  of(account: string): readonly Session[] | undefined {
    return this.#byAccount.get(account);
  }

  /** How many there are, of all accounts. */
  size = 0;

  add(session: Session): void {
    this.size++;
    const { id } = session.signedIn!.person;
    this.#byAccount.set(id, this.#byAccount.get(id)?.concat(session) ?? [session]);
  }

  remove(session: Session): void {
    this.size--;
    const { id } = session.signedIn!.person;
    const others = this.#byAccount.get(id)?.filter((each) => each !== session) ?? [];
    if (others.length > 0) this.#byAccount.set(id, others);
    else this.#byAccount.delete(id);
  }

  /** A device of the account came, went, or became idle or no longer. */
  lookAtIdle(account: string): void {
    this.#idle.look(account, this.#byAccount.get(account));
  }

  /** An account entered a room, or is no longer in it. */
  onMembership(change: MembershipChange): void {
    for (const session of this.#byAccount.get(change.account) ?? []) session.onMembership(change);
  }

  onNotice({ account, frame }: Notice): void {
    const devices = this.#byAccount.get(account);
    if (!devices) return;
    if (frame.type === "bye") {
      for (const session of devices) session.end(frame.code, frame.reason, frame.after);
      return;
    }
    const text = encodeFrame(frame);
    const room = "room" in frame ? frame.room : undefined;
    const id = typeof room === "object" ? room.id : room;
    for (const session of devices) {
      if (id === undefined || reaches(session.signedIn!, id)) session.replyText(text);
    }
  }

  /**
   * Somebody is called otherwise now: tells all who know them.
   *
   * @returns their own devices, which have to follow.
   */
  onPerson({ person, rooms }: PersonChange): readonly Session[] {
    const known = new Set(rooms);
    const text = encodeFrame({ type: "person", person });
    for (const [account, devices] of this.#byAccount) {
      for (const session of devices) {
        if (account === person.id || session.followsAny(known)) session.replyText(text);
      }
    }
    return this.#byAccount.get(person.id) ?? [];
  }

  /** Ends the connections of some sessions, given by their tokens' hashes. */
  end(tokenHashes: ReadonlySet<string>): void {
    for (const devices of this.#byAccount.values()) {
      for (const session of devices) {
        if (!tokenHashes.has(session.signedIn!.tokenHash)) continue;
        session.end(CLOSE.sessionEnded, "This session was ended. Log in again.");
      }
    }
  }
}
